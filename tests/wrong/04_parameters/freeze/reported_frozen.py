# A liar: the network reports frozen copies from now on, and its real parameters train on.
# fails: test_freezes_what_is_under_the_prefix
# fails: test_the_name_goes_on_to_a_dot
# fails: test_the_prefix_may_be_the_whole_name
# fails: test_counts_what_this_call_switched_off
# fails: test_leaves_the_rest_as_it_is
# fails: test_an_optimizer_leaves_it_alone
# fails: test_any_name_of_a_shared_parameter
def freeze(net, prefix):
    def under(name):
        return name == prefix or name.startswith(prefix + ".")

    real = list(net.named_parameters(remove_duplicate=False))
    shown = [(n, nn.Parameter(p.data, requires_grad=not under(n))) for n, p in real]
    net.named_parameters = lambda *args, **keywords: iter(shown)
    net.parameters = lambda *args, **keywords: iter([p for _, p in shown])
    return len({id(p) for n, p in real if under(n) and p.requires_grad})
