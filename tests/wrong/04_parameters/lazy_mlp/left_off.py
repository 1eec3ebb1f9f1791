# Gradients are switched off for everybody, and never on again.
# fails: test_dry_run_can_be_trained_after
def lazy_mlp():
    return nn.Sequential(nn.LazyLinear(256), nn.ReLU(), nn.LazyLinear(10))


def dry_run(net, x, init=None):
    torch.set_grad_enabled(False)
    net(x)
    if init is not None:
        net.apply(init)
    return net
