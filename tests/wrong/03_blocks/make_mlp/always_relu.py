# The argument is ignored: ReLU, whatever was asked for.
# fails: test_another_activation
# fails: test_a_new_activation_at_each_place
def make_mlp(sizes, activation=nn.ReLU):
    parts = []
    for inputs, outputs in zip(sizes, sizes[1:]):
        parts += [nn.Linear(inputs, outputs), nn.ReLU()]
    return nn.Sequential(*parts[:-1])
