# Only a module's path is understood, not a parameter's whole name.
# fails: test_the_prefix_may_be_the_whole_name
# fails: test_any_name_of_a_shared_parameter
def freeze(net, prefix):
    module = dict(net.named_modules(remove_duplicate=False)).get(prefix)
    if module is None:
        return 0
    on = [p for p in module.parameters() if p.requires_grad]
    for p in on:
        p.requires_grad = False
    return len(on)
