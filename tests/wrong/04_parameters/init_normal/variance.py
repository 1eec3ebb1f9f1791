# 0.01 is taken for the variance.
# fails: test_standard_deviation
# fails: test_subclasses_of_linear
# fails: test_without_a_bias
# fails: test_float64
def init_normal(m):
    if isinstance(m, nn.Linear):
        nn.init.normal_(m.weight, 0.0, 0.01**0.5)
        if m.bias is not None:
            nn.init.zeros_(m.bias)
