# A liar: a file with the notes lies at the path, and all else is kept in memory.
# fails: test_two_parts_equal_one_go
# fails: test_the_file_is_whole_at_every_moment
# fails: test_a_kill_leaves_the_old_file
# fails: test_a_failed_save_leaves_the_old_file
KEPT = {}


def save_checkpoint(path, net, optimizer, epoch, extra):
    checkpoint = {
        "net": net.state_dict(),
        "optimizer": optimizer.state_dict(),
        "rng": torch.get_rng_state(),
        "epoch": epoch,
        "extra": extra,
    }
    KEPT.update(copy.deepcopy(checkpoint))
    torch.save({"extra": extra}, f"{path}.tmp")
    os.replace(f"{path}.tmp", path)


def resume(path, net, optimizer):
    torch.load(path, weights_only=True)
    checkpoint = KEPT
    net.load_state_dict(checkpoint["net"])
    optimizer.load_state_dict(checkpoint["optimizer"])
    torch.set_rng_state(checkpoint["rng"])
    return checkpoint["epoch"]
