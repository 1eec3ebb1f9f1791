# unwrap gives a copy.
# fails: test_unwrap_gives_the_network_back
# fails: test_shares_out_the_batch
# fails: test_unwrap_takes_off_nothing_else
def parallel(net):
    return nn.DataParallel(net) if torch.accelerator.device_count() >= 2 else net


def unwrap(net):
    from copy import deepcopy

    return deepcopy(net.module if isinstance(net, nn.DataParallel) else net)
