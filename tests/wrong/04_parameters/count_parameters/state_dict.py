# The state_dict is added up: buffers count, and shared parameters count twice.
# fails: test_buffers_do_not_count
# fails: test_a_shared_parameter_counts_once
# fails: test_trainable_only
# fails: test_the_second_argument_by_its_place
def count_parameters(net, trainable_only=False):
    return sum(
        v.numel() for v in net.state_dict().values() if v.requires_grad or not trainable_only
    )
