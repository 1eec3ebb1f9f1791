# Nothing is ever wrapped, so nothing has to be unwrapped.
# fails: test_wrapped_with_two_or_more
# fails: test_over_all_devices
# fails: test_shares_out_the_batch
# fails: test_unwrap_takes_off_nothing_else
def parallel(net):
    return net


def unwrap(net):
    return net
