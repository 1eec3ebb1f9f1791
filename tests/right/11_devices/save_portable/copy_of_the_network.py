# A copy of the network is moved.
def save_portable(net, path):
    from copy import deepcopy

    torch.save(deepcopy(net).cpu().state_dict(), path)
