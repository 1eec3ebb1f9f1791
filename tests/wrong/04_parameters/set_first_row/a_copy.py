# A copy is changed.
# fails: test_writes_and_does_not_compare
# fails: test_fills_the_first_row
# fails: test_the_optimizer_trains_on
# fails: test_stays_a_leaf_parameter
# fails: test_one_row_and_float64
def set_first_row(linear, value):
    weight = linear.weight.data.clone()
    weight[0] = value
    return weight
