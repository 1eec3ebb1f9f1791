# `x.to(device)` alone moves nothing: it gives a new tensor.
# fails: test_operands_on_any_devices
# fails: test_on_the_device_of_the_caller
# fails: test_any_shapes_and_dtypes_that_add
# fails: test_operands_stay_as_they_are
# fails: test_gradients_flow_back
def add_on(x, y, device):
    x.to(device)
    y.to(device)
    return x + y
