# The network itself is pickled; loading returns the object from the file.
# fails: test_the_file_holds_the_state_dict
# fails: test_the_loaded_network_computes_the_same
# fails: test_buffers_are_saved
# fails: test_returns_the_network
# fails: test_all_of_it_is_in_the_file
# fails: test_other_names_are_an_error
# fails: test_training_on_does_not_change_the_file
# fails: test_float64
# fails: test_loading_runs_no_code
def save_parameters(net, path):
    torch.save(net, path)


def load_parameters(net, path):
    return torch.load(path, weights_only=False)
