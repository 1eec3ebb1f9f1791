# Names for the layers; the rest by a decorator.
from collections import OrderedDict


def lazy_mlp():
    return nn.Sequential(
        OrderedDict(hidden=nn.LazyLinear(256), act=nn.ReLU(), out=nn.LazyLinear(out_features=10))
    )


@torch.no_grad()
def dry_run(net, x, init=None):
    net(x)
    return net.apply(init) if init else net
