# A layer without a bias is not thought of.
# fails: test_without_a_bias
# fails: test_standard_deviation
def init_normal(m):
    if isinstance(m, nn.Linear):
        nn.init.normal_(m.weight, mean=0, std=0.01)
        nn.init.zeros_(m.bias)
