# Xavier for every layer, then 42 for the last: the layers between change too.
# fails: test_layers_between_stay
# fails: test_subclasses_of_linear
def init_per_block(net):
    layers = [m for m in net.modules() if isinstance(m, nn.Linear)]
    for layer in layers:
        nn.init.xavier_uniform_(layer.weight)
    nn.init.constant_(layers[-1].weight, 42)
