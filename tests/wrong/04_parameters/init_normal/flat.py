# A uniform distribution with the right standard deviation.
# fails: test_standard_deviation
# fails: test_subclasses_of_linear
# fails: test_without_a_bias
# fails: test_float64
def init_normal(m):
    if isinstance(m, nn.Linear):
        a = 0.01 * 3**0.5
        nn.init.uniform_(m.weight, -a, a)
        if m.bias is not None:
            nn.init.zeros_(m.bias)
