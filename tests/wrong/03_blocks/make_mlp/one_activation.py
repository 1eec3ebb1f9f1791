# One activation object for all places.
# fails: test_a_new_activation_at_each_place
# fails: test_is_a_flat_sequential
def make_mlp(sizes, activation=nn.ReLU):
    act = activation()
    parts = []
    for inputs, outputs in zip(sizes, sizes[1:]):
        parts += [nn.Linear(inputs, outputs), act]
    return nn.Sequential(*parts[:-1])
