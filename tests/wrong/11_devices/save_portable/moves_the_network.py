# net.cpu() moves the network itself, and it stays there.
# fails: test_the_network_stays
# fails: test_parts_on_two_devices
def save_portable(net, path):
    torch.save(net.cpu().state_dict(), path)
