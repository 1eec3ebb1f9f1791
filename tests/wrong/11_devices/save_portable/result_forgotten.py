# cpu() gives new tensors; the old ones are saved.
# fails: test_tensors_on_the_cpu
# fails: test_parts_on_two_devices
def save_portable(net, path):
    state = net.state_dict()
    for value in state.values():
        value.cpu()
    torch.save(state, path)
