# Only the network is saved: the optimizer and the random numbers begin anew.
# fails: test_momentum_goes_on
# fails: test_adam_goes_on
# fails: test_a_changed_learning_rate_goes_on
# fails: test_random_numbers_go_on
# fails: test_two_parts_equal_one_go
def save_checkpoint(path, net, optimizer, epoch, extra):
    torch.save({"net": net.state_dict(), "epoch": epoch, "extra": extra}, f"{path}.tmp")
    os.replace(f"{path}.tmp", path)


def resume(path, net, optimizer):
    checkpoint = torch.load(path, weights_only=True)
    net.load_state_dict(checkpoint["net"])
    return checkpoint["epoch"]
