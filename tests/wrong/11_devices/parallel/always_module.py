# unwrap takes .module of any network.
# fails: test_unwrap_gives_the_network_back
# fails: test_itself_with_one_device_or_none
# fails: test_unwrap_takes_off_nothing_else
def parallel(net):
    return nn.DataParallel(net) if torch.accelerator.device_count() >= 2 else net


def unwrap(net):
    return net.module
