# It is taken for an initialiser itself: the value is treated as a module.
# fails: test_acts_when_it_is_applied
# fails: test_weights_become_the_value
# fails: test_bias_is_0
# fails: test_each_function_keeps_its_value
# fails: test_subclasses_of_linear
# fails: test_without_a_bias
# fails: test_other_modules_stay
# fails: test_in_place
def init_constant(m):
    if isinstance(m, nn.Linear):
        nn.init.constant_(m.weight, 1)
        nn.init.zeros_(m.bias)
