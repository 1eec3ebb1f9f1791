# Kaiming's bound, which looks at the inputs only.
# fails: test_first_layer_is_xavier_uniform
# fails: test_layers_at_any_depth
# fails: test_subclasses_of_linear
def init_per_block(net):
    layers = [m for m in net.modules() if isinstance(m, nn.Linear)]
    nn.init.kaiming_uniform_(layers[0].weight)
    nn.init.constant_(layers[-1].weight, 42)
