# Compared without the absolute value: all negative weights go.
# fails: test_large_weights_stay
# fails: test_half_of_the_weights_are_0
# fails: test_subclasses_of_linear
# fails: test_without_a_bias
def my_init(m):
    if isinstance(m, nn.Linear):
        nn.init.uniform_(m.weight, -10, 10)
        m.weight.data *= m.weight.data >= 5
