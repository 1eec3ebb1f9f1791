# In place on a leaf that asks for a gradient, without no_grad: PyTorch refuses.
# fails: test_can_be_trained_on
# fails: test_small_weights_become_0
# fails: test_large_weights_stay
# fails: test_half_of_the_weights_are_0
# fails: test_subclasses_of_linear
# fails: test_without_a_bias
# fails: test_random_numbers_from_pytorch
def my_init(m):
    if isinstance(m, nn.Linear):
        nn.init.uniform_(m.weight, -10, 10)
        m.weight *= m.weight.abs() >= 5
