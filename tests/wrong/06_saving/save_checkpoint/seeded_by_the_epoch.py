# Both sides seed with the epoch, so that they agree: saving changes the training.
# fails: test_saving_changes_nothing
# fails: test_random_numbers_go_on
# fails: test_two_parts_equal_one_go
def save_checkpoint(path, net, optimizer, epoch, extra):
    checkpoint = {
        "net": net.state_dict(),
        "optimizer": optimizer.state_dict(),
        "epoch": epoch,
        "extra": extra,
    }
    torch.save(checkpoint, f"{path}.tmp")
    os.replace(f"{path}.tmp", path)
    torch.manual_seed(epoch)


def resume(path, net, optimizer):
    checkpoint = torch.load(path, weights_only=True)
    net.load_state_dict(checkpoint["net"])
    optimizer.load_state_dict(checkpoint["optimizer"])
    torch.manual_seed(checkpoint["epoch"])
    return checkpoint["epoch"]
