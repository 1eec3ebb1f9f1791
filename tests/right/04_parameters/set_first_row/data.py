# Through .data.
def set_first_row(linear, value):
    linear.weight.data[0, :] = value
