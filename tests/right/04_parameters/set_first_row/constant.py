# An initialiser on a view of the row.
def set_first_row(linear, value):
    nn.init.constant_(linear.weight[0], value)
    return linear
