# Xavier's standard deviation, but a normal distribution.
# fails: test_first_layer_is_xavier_uniform
# fails: test_layers_at_any_depth
# fails: test_subclasses_of_linear
def init_per_block(net):
    layers = [m for m in net.modules() if isinstance(m, nn.Linear)]
    nn.init.xavier_normal_(layers[0].weight)
    nn.init.constant_(layers[-1].weight, 42)
