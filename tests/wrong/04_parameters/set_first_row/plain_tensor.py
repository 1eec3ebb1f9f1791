# A plain tensor in the parameter's place: it is not trained, saved or moved any more.
# fails: test_the_optimizer_trains_on
# fails: test_stays_a_leaf_parameter
def set_first_row(linear, value):
    weight = linear.weight.detach().clone()
    weight[0] = value
    del linear.weight
    linear.weight = weight
