# A copy is wrapped: the caller's network never learns.
# fails: test_wrapped_with_two_or_more
# fails: test_shares_out_the_batch
# fails: test_unwrap_gives_the_network_back
def parallel(net):
    from copy import deepcopy

    return nn.DataParallel(deepcopy(net)) if torch.accelerator.device_count() >= 2 else net


def unwrap(net):
    return net.module if isinstance(net, nn.DataParallel) else net
