# New parameters in the place of the old ones: the optimizer keeps the old ones.
# fails: test_in_place
def init_constant(value):
    def init(m):
        if isinstance(m, nn.Linear):
            m.weight = nn.Parameter(torch.full(m.weight.shape, float(value)))
            if m.bias is not None:
                m.bias = nn.Parameter(torch.zeros(m.bias.shape))

    return init
