# The pass is made without no_grad.
# fails: test_dry_run_builds_no_graph
def lazy_mlp():
    return nn.Sequential(nn.LazyLinear(256), nn.ReLU(), nn.LazyLinear(10))


def dry_run(net, x, init=None):
    net(x)
    if init is not None:
        net.apply(init)
    return net
