# The layer is given to the initialiser, not its weight.
# fails: test_standard_deviation
# fails: test_bias_is_0
# fails: test_subclasses_of_linear
# fails: test_without_a_bias
# fails: test_in_place
# fails: test_random_numbers_from_pytorch
# fails: test_float64
def init_normal(m):
    if isinstance(m, nn.Linear):
        nn.init.normal_(m, mean=0, std=0.01)
