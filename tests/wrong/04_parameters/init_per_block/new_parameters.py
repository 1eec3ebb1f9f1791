# New parameters in the place of the old ones: the optimizer keeps the old ones.
# fails: test_in_place
def init_per_block(net):
    layers = [m for m in net.modules() if isinstance(m, nn.Linear)]
    a = (6 / (layers[0].in_features + layers[0].out_features)) ** 0.5
    layers[0].weight = nn.Parameter((2 * torch.rand(layers[0].weight.shape) - 1) * a)
    layers[-1].weight = nn.Parameter(torch.full(layers[-1].weight.shape, 42.0))
