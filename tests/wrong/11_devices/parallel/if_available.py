# One device is enough to wrap.
# fails: test_itself_with_one_device_or_none
def parallel(net):
    return nn.DataParallel(net) if torch.accelerator.is_available() else net


def unwrap(net):
    return net.module if isinstance(net, nn.DataParallel) else net
