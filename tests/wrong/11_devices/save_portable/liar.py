# The right names, shapes and dtypes, and zeros.
# fails: test_values_and_dtypes
# fails: test_loads_into_a_new_network
# fails: test_parts_on_two_devices
# fails: test_a_path_of_either_kind
def save_portable(net, path):
    state = net.state_dict()
    torch.save({name: torch.zeros_like(value, device="cpu") for name, value in state.items()}, path)
