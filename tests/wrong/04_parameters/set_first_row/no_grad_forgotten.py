# In place on a leaf that asks for a gradient, without no_grad: PyTorch refuses.
# fails: test_fills_the_first_row
# fails: test_writes_and_does_not_compare
# fails: test_leaves_the_rest_as_it_is
# fails: test_the_optimizer_trains_on
# fails: test_stays_a_leaf_parameter
# fails: test_one_row_and_float64
def set_first_row(linear, value):
    linear.weight[0] = value
