# The argument trainable_only is not used.
# fails: test_trainable_only
# fails: test_the_second_argument_by_its_place
def count_parameters(net, trainable_only=False):
    return sum(p.numel() for p in net.parameters())
