# Saved in memory, loaded onto the CPU, saved again.
def save_portable(net, path):
    import io

    buffer = io.BytesIO()
    torch.save(net.state_dict(), buffer)
    buffer.seek(0)
    torch.save(torch.load(buffer, map_location="cpu", weights_only=True), path)
