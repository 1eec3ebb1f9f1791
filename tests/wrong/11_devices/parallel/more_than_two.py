# Two devices are not enough.
# fails: test_wrapped_with_two_or_more
# fails: test_over_all_devices
# fails: test_shares_out_the_batch
def parallel(net):
    return nn.DataParallel(net) if torch.accelerator.device_count() > 2 else net


def unwrap(net):
    return net.module if isinstance(net, nn.DataParallel) else net
