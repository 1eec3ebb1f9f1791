# The file is written where the old one lies: the first thing lost is the old one.
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
    torch.save(checkpoint, path)


def resume(path, net, optimizer):
    checkpoint = torch.load(path, weights_only=True)
    net.load_state_dict(checkpoint["net"])
    optimizer.load_state_dict(checkpoint["optimizer"])
    torch.set_rng_state(checkpoint["rng"])
    return checkpoint["epoch"]
