# One number is set, as in the book, and not the row.
# fails: test_fills_the_first_row
# fails: test_the_optimizer_trains_on
# fails: test_stays_a_leaf_parameter
# fails: test_one_row_and_float64
def set_first_row(linear, value):
    linear.weight.data[0, 0] = value
