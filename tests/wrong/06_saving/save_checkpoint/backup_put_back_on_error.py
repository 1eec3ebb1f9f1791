# A backup is kept and put back where saving raises an error; a killed process raises none.
# fails: test_a_kill_leaves_the_old_file
# fails: test_the_file_is_whole_at_every_moment
import shutil


def save_checkpoint(path, net, optimizer, epoch, extra):
    checkpoint = {
        "net": net.state_dict(),
        "optimizer": optimizer.state_dict(),
        "rng": torch.get_rng_state(),
        "epoch": epoch,
        "extra": extra,
    }
    if os.path.exists(path):
        shutil.copyfile(path, f"{path}.bak")
    try:
        torch.save(checkpoint, path)
    except BaseException:
        if os.path.exists(f"{path}.bak"):
            shutil.copyfile(f"{path}.bak", path)
        raise


def resume(path, net, optimizer):
    checkpoint = torch.load(path, weights_only=True)
    net.load_state_dict(checkpoint["net"])
    optimizer.load_state_dict(checkpoint["optimizer"])
    torch.set_rng_state(checkpoint["rng"])
    return checkpoint["epoch"]
