# The whole weight is filled.
# fails: test_leaves_the_rest_as_it_is
# fails: test_the_optimizer_trains_on
# fails: test_stays_a_leaf_parameter
def set_first_row(linear, value):
    linear.weight.data[:] = value
