# The older file format, and a temporary folder beside the file.
def save_checkpoint(path, net, optimizer, epoch, extra):
    checkpoint = dict(model=net.state_dict(), optim=optimizer.state_dict(), epoch=epoch)
    checkpoint.update(extra=extra, rng=torch.get_rng_state())
    with tempfile.TemporaryDirectory(dir=os.path.dirname(path) or ".") as folder:
        new = os.path.join(folder, "new.pt")
        torch.save(checkpoint, new, _use_new_zipfile_serialization=False)
        os.replace(new, path)


def resume(path, net, optimizer):
    checkpoint = torch.load(path, weights_only=True)
    torch.set_rng_state(checkpoint.pop("rng"))
    optimizer.load_state_dict(checkpoint.pop("optim"))
    net.load_state_dict(checkpoint.pop("model"))
    return checkpoint.pop("epoch")
