# The old file is renamed, and resume looks for it there: at the path itself is half a file.
# fails: test_a_kill_leaves_the_old_file
# fails: test_the_file_is_whole_at_every_moment
# fails: test_a_failed_save_leaves_the_old_file
def save_checkpoint(path, net, optimizer, epoch, extra):
    checkpoint = {
        "net": net.state_dict(),
        "optimizer": optimizer.state_dict(),
        "rng": torch.get_rng_state(),
        "epoch": epoch,
        "extra": extra,
    }
    if os.path.exists(path):
        os.replace(path, f"{path}.bak")
    torch.save(checkpoint, path)


def resume(path, net, optimizer):
    try:
        checkpoint = torch.load(path, weights_only=True)
    except Exception:
        checkpoint = torch.load(f"{path}.bak", weights_only=True)
    net.load_state_dict(checkpoint["net"])
    optimizer.load_state_dict(checkpoint["optimizer"])
    torch.set_rng_state(checkpoint["rng"])
    return checkpoint["epoch"]
