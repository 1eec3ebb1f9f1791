# The network is run twice: for the shapes, and again to look at the output.
# fails: test_dry_run_makes_one_pass
# fails: test_dry_run_builds_no_graph
def lazy_mlp():
    return nn.Sequential(nn.LazyLinear(256), nn.ReLU(), nn.LazyLinear(10))


def dry_run(net, x, init=None):
    with torch.no_grad():
        net(x)
        print(net(x).shape)
    if init is not None:
        net.apply(init)
    return net
