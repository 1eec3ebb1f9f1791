# add_module under running numbers.
def make_mlp(sizes, activation=nn.ReLU):
    net = nn.Sequential()
    for i in range(len(sizes) - 1):
        net.add_module(str(len(net)), nn.Linear(sizes[i], sizes[i + 1]))
        if i < len(sizes) - 2:
            net.add_module(str(len(net)), activation())
    return net
