# A dict filled in a loop.
def save_portable(net, path):
    from collections import OrderedDict

    state = OrderedDict()
    for name, value in net.state_dict().items():
        state[name] = value.detach().to("cpu").clone()
    with open(path, "wb") as file:
        torch.save(state, file)
