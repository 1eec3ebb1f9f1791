# The initialiser is called once, with the whole network.
# fails: test_dry_run_applies_to_every_module
# fails: test_dry_run_initialises_after_the_pass
# fails: test_dry_run_initialises_lazy_layers
def lazy_mlp():
    return nn.Sequential(nn.LazyLinear(256), nn.ReLU(), nn.LazyLinear(10))


def dry_run(net, x, init=None):
    with torch.no_grad():
        net(x)
    if init is not None:
        init(net)
    return net
