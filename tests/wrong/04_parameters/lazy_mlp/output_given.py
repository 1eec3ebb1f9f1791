# The output is given back, not the network.
# fails: test_dry_run_gives_the_network_back
def lazy_mlp():
    return nn.Sequential(nn.LazyLinear(256), nn.ReLU(), nn.LazyLinear(10))


def dry_run(net, x, init=None):
    with torch.no_grad():
        y = net(x)
    if init is not None:
        net.apply(init)
    return y
