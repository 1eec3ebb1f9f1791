# No module is of the class nn.Module itself: nothing is ever filled.
# fails: test_standard_deviation
# fails: test_bias_is_0
# fails: test_subclasses_of_linear
# fails: test_without_a_bias
# fails: test_random_numbers_from_pytorch
# fails: test_float64
def init_normal(m):
    if type(m) == nn.Module:
        nn.init.normal_(m.weight, 0, 0.01)
        nn.init.zeros_(m.bias)
