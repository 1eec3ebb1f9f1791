# The sum stays where x lies.
# fails: test_on_the_device_of_the_caller
# fails: test_operands_on_any_devices
# fails: test_gradients_flow_back
def add_on(x, y, device):
    return x + y.to(x.device)
