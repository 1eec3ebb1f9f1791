# The optimizer object itself is pickled: the file opens only by running code.
# fails: test_extra_is_in_the_file
# fails: test_resuming_runs_no_code
def save_checkpoint(path, net, optimizer, epoch, extra):
    checkpoint = {
        "net": net.state_dict(),
        "optimizer": optimizer,
        "rng": torch.get_rng_state(),
        "epoch": epoch,
        "extra": extra,
    }
    torch.save(checkpoint, f"{path}.tmp")
    os.replace(f"{path}.tmp", path)


def resume(path, net, optimizer):
    checkpoint = torch.load(path, weights_only=False)
    net.load_state_dict(checkpoint["net"])
    optimizer.load_state_dict(checkpoint["optimizer"].state_dict())
    torch.set_rng_state(checkpoint["rng"])
    return checkpoint["epoch"]
