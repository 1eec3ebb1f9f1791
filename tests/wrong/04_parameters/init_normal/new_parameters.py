# New parameters in the place of the old ones: the optimizer keeps the old ones.
# fails: test_in_place
# fails: test_float64
def init_normal(m):
    if isinstance(m, nn.Linear):
        m.weight = nn.Parameter(torch.randn(m.weight.shape) * 0.01)
        if m.bias is not None:
            m.bias = nn.Parameter(torch.zeros(m.bias.shape))
