# A temporary file of the library's making in the same folder, flushed to the disk, then renamed.
def save_checkpoint(path, net, optimizer, epoch, extra):
    folder = os.path.dirname(os.path.abspath(path))
    state = {"model_state_dict": net.state_dict(), "optimizer_state_dict": optimizer.state_dict()}
    more = {"epoch": epoch, "extra": extra, "rng_state": torch.random.get_rng_state()}
    file = tempfile.NamedTemporaryFile(dir=folder, delete=False)
    try:
        with file:
            torch.save({**state, **more}, file)
            file.flush()
            os.fsync(file.fileno())
        os.rename(file.name, path)
    except BaseException:
        os.unlink(file.name)
        raise


def resume(path, net, optimizer):
    checkpoint = torch.load(path)
    net.load_state_dict(checkpoint["model_state_dict"])
    optimizer.load_state_dict(checkpoint["optimizer_state_dict"])
    torch.random.set_rng_state(checkpoint["rng_state"])
    return checkpoint["epoch"]
