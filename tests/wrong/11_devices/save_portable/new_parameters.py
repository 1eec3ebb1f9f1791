# Each parameter becomes a new one on the CPU, and afterwards a new one on its device.
# fails: test_the_network_stays
def save_portable(net, path):
    places = {}
    for module in net.modules():
        for name, parameter in list(module._parameters.items()):
            if parameter is not None:
                places[module, name] = parameter.device
                setattr(module, name, nn.Parameter(parameter.detach().cpu()))
    torch.save({name: value.cpu() for name, value in net.state_dict().items()}, path)
    for (module, name), device in places.items():
        setattr(module, name, nn.Parameter(getattr(module, name).detach().to(device)))
