# The tensors are saved as Python lists.
# fails: test_a_plain_state_dict
# fails: test_tensors_on_the_cpu
# fails: test_values_and_dtypes
# fails: test_loads_into_a_new_network
# fails: test_parts_on_two_devices
# fails: test_a_path_of_either_kind
def save_portable(net, path):
    torch.save({name: value.tolist() for name, value in net.state_dict().items()}, path)
