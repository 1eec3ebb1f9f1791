# The initialiser is always applied, also where there is none.
# fails: test_dry_run_without_init
# fails: test_dry_run_gives_the_network_back
# fails: test_dry_run_can_be_trained_after
def lazy_mlp():
    return nn.Sequential(nn.LazyLinear(256), nn.ReLU(), nn.LazyLinear(10))


def dry_run(net, x, init=None):
    with torch.no_grad():
        net(x)
    net.apply(init)
    return net
