# Only what parameters() lists is saved: the running statistics of the batch norm are lost.
# fails: test_buffers_are_saved
# fails: test_the_loaded_network_computes_the_same
# fails: test_the_file_holds_the_state_dict
# fails: test_other_names_are_an_error
def save_parameters(net, path):
    torch.save({name: value.detach() for name, value in net.named_parameters()}, path)


def load_parameters(net, path):
    net.load_state_dict(torch.load(path, weights_only=True), strict=False)
    return net
