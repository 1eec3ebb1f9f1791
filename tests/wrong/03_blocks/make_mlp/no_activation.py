# Linear layers only.
# fails: test_no_activation_after_the_last_layer
# fails: test_is_a_flat_sequential
# fails: test_sizes_of_the_layers
# fails: test_output
# fails: test_another_activation
# fails: test_a_new_activation_at_each_place
# fails: test_gradients_reach_every_parameter
# fails: test_leading_dimensions_and_float64
def make_mlp(sizes, activation=nn.ReLU):
    return nn.Sequential(*[nn.Linear(a, b) for a, b in zip(sizes, sizes[1:])])
