# Moved to the CPU and back to the device of the first parameter.
# fails: test_parts_on_two_devices
def save_portable(net, path):
    device = next(net.parameters()).device
    net.cpu()
    torch.save(net.state_dict(), path)
    net.to(device)
