# The state_dict is saved with the device in it.
# fails: test_tensors_on_the_cpu
# fails: test_parts_on_two_devices
def save_portable(net, path):
    torch.save(net.state_dict(), path)
