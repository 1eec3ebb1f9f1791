# All weights are 1: every unit of a layer is the same and stays so.
# fails: test_standard_deviation
# fails: test_subclasses_of_linear
# fails: test_without_a_bias
# fails: test_random_numbers_from_pytorch
# fails: test_float64
def init_normal(m):
    if isinstance(m, nn.Linear):
        nn.init.ones_(m.weight)
        if m.bias is not None:
            nn.init.zeros_(m.bias)
