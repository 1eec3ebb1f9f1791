# A new parameter in the place of the old one: the optimizer keeps the old one.
# fails: test_the_optimizer_trains_on
# fails: test_stays_a_leaf_parameter
def set_first_row(linear, value):
    weight = linear.weight.detach().clone()
    weight[0] = value
    linear.weight = nn.Parameter(weight)
