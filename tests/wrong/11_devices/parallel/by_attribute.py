# unwrap looks for an attribute called module, which any network may have.
# fails: test_unwrap_takes_off_nothing_else
def parallel(net):
    return nn.DataParallel(net) if torch.accelerator.device_count() >= 2 else net


def unwrap(net):
    return net.module if hasattr(net, "module") else net
