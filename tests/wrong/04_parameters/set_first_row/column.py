# The first column in place of the first row.
# fails: test_fills_the_first_row
# fails: test_leaves_the_rest_as_it_is
# fails: test_the_optimizer_trains_on
# fails: test_stays_a_leaf_parameter
# fails: test_one_row_and_float64
def set_first_row(linear, value):
    with torch.no_grad():
        linear.weight[:, 0] = value
