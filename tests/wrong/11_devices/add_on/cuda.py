# "cuda" is named outright.
# fails: test_on_the_device_of_the_caller
# fails: test_operands_on_any_devices
# fails: test_any_shapes_and_dtypes_that_add
# fails: test_operands_stay_as_they_are
# fails: test_gradients_flow_back
def add_on(x, y, device):
    return x.to("cuda") + y.to("cuda")
