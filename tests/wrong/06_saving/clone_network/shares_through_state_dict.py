# A new network is made, and the original's own tensors are put into it.
# fails: test_parameters_are_its_own
# fails: test_buffers_are_its_own
# fails: test_the_clone_can_be_trained
# fails: test_any_class_can_be_cloned
def clone_network(net):
    clone = copy.deepcopy(net)
    frozen = {name: parameter.requires_grad for name, parameter in net.named_parameters()}
    clone.load_state_dict(net.state_dict(), assign=True)
    for name, parameter in clone.named_parameters():
        parameter.requires_grad_(frozen[name])
    return clone
