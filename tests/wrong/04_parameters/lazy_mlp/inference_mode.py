# Under inference_mode the lazy layers make weights that can never be trained.
# fails: test_dry_run_can_be_trained_after
# fails: test_dry_run_initialises_lazy_layers
def lazy_mlp():
    return nn.Sequential(nn.LazyLinear(256), nn.ReLU(), nn.LazyLinear(10))


def dry_run(net, x, init=None):
    with torch.inference_mode():
        net(x)
    if init is not None:
        net.apply(init)
    return net
