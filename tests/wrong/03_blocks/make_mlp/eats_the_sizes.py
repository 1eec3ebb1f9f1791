# pop(0) takes the sizes out of the caller's list.
# fails: test_sizes_of_the_layers
def make_mlp(sizes, activation=nn.ReLU):
    parts = []
    inputs = sizes.pop(0)
    while sizes:
        outputs = sizes.pop(0)
        parts += [nn.Linear(inputs, outputs), activation()]
        inputs = outputs
    return nn.Sequential(*parts[:-1])
