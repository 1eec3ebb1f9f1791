# The last module is taken for the last linear layer.
# fails: test_last_layer_is_42
# fails: test_layers_at_any_depth
# fails: test_subclasses_of_linear
def init_per_block(net):
    leaves = [m for m in net.modules() if not list(m.children())]
    first = next(m for m in leaves if isinstance(m, nn.Linear))
    nn.init.xavier_uniform_(first.weight)
    if isinstance(leaves[-1], nn.Linear):
        nn.init.constant_(leaves[-1].weight, 42)
