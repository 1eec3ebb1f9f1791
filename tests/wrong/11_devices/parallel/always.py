# The network is wrapped in any case.
# fails: test_itself_with_one_device_or_none
def parallel(net):
    return nn.DataParallel(net)


def unwrap(net):
    return net.module if isinstance(net, nn.DataParallel) else net
