# The first layer, then pairs of activation and layer.
def make_mlp(sizes, activation=nn.ReLU):
    layers = [nn.Linear(sizes[0], sizes[1])]
    for a, b in zip(sizes[1:-1], sizes[2:]):
        layers.append(activation())
        layers.append(nn.Linear(a, b))
    return nn.Sequential(*layers)
