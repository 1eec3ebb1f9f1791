# Written beside, but the old file is removed before the new one is renamed: a gap.
# fails: test_the_file_is_whole_at_every_moment
def save_checkpoint(path, net, optimizer, epoch, extra):
    checkpoint = {
        "net": net.state_dict(),
        "optimizer": optimizer.state_dict(),
        "rng": torch.get_rng_state(),
        "epoch": epoch,
        "extra": extra,
    }
    torch.save(checkpoint, f"{path}.tmp")
    if os.path.exists(path):
        os.remove(path)
    os.rename(f"{path}.tmp", path)


def resume(path, net, optimizer):
    checkpoint = torch.load(path, weights_only=True)
    net.load_state_dict(checkpoint["net"])
    optimizer.load_state_dict(checkpoint["optimizer"])
    torch.set_rng_state(checkpoint["rng"])
    return checkpoint["epoch"]
