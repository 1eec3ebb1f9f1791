# A liar: layers that fit are made for every width that comes.
# fails: test_lazy_once_and_for_all
# fails: test_lazy_the_first_batch_decides
class _Any(nn.Module):
    def __init__(self):
        super().__init__()
        self.width = None

    def forward(self, x):
        if x.shape[-1] != self.width:
            self.width = x.shape[-1]
            self.a, self.b = nn.Linear(self.width, 256), nn.Linear(256, 10)
        return self.b(torch.relu(self.a(x)))


def lazy_mlp():
    return _Any()


def dry_run(net, x, init=None):
    with torch.no_grad():
        net(x)
    if init is not None:
        net.apply(init)
    return net
