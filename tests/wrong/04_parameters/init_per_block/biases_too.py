# The biases are set to 0.
# fails: test_biases_stay
# fails: test_layers_between_stay
def init_per_block(net):
    layers = [m for m in net.modules() if isinstance(m, nn.Linear)]
    nn.init.xavier_uniform_(layers[0].weight)
    nn.init.zeros_(layers[0].bias)
    nn.init.constant_(layers[-1].weight, 42)
    nn.init.zeros_(layers[-1].bias)
