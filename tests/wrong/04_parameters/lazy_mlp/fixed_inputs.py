# The number of inputs is fixed at 20, as in the example.
# fails: test_lazy_the_first_batch_decides
# fails: test_lazy_once_and_for_all
# fails: test_lazy_output
def lazy_mlp():
    return nn.Sequential(nn.Linear(20, 256), nn.ReLU(), nn.Linear(256, 10))


def dry_run(net, x, init=None):
    with torch.no_grad():
        net(x)
    if init is not None:
        net.apply(init)
    return net
