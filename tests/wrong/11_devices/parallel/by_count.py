# unwrap counts devices and does not look at the network.
# fails: test_unwrap_takes_off_nothing_else
def parallel(net):
    return nn.DataParallel(net) if torch.accelerator.device_count() >= 2 else net


def unwrap(net):
    return net.module if torch.accelerator.device_count() >= 2 else net
