# A batch is passed through inside the function: the size is decided too early.
# fails: test_lazy_the_first_batch_decides
# fails: test_lazy_once_and_for_all
# fails: test_lazy_output
def lazy_mlp():
    net = nn.Sequential(nn.LazyLinear(256), nn.ReLU(), nn.LazyLinear(10))
    net(torch.rand(2, 20))
    return net


def dry_run(net, x, init=None):
    with torch.no_grad():
        net(x)
    if init is not None:
        net.apply(init)
    return net
