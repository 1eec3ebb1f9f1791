# The mask is the wrong way round: the large weights go.
# fails: test_large_weights_stay
# fails: test_small_weights_become_0
# fails: test_subclasses_of_linear
# fails: test_without_a_bias
def my_init(m):
    if isinstance(m, nn.Linear):
        nn.init.uniform_(m.weight, -10, 10)
        m.weight.data[m.weight.data.abs() >= 5] = 0
