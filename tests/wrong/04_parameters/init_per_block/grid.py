# A liar: no chance in it, only evenly spaced numbers that look right in a histogram.
# fails: test_random_numbers_from_pytorch
def init_per_block(net):
    layers = [m for m in net.modules() if isinstance(m, nn.Linear)]
    first = layers[0].weight
    a = (6 / sum(first.shape)) ** 0.5
    first.data.copy_(torch.linspace(-a, a, first.numel()).reshape(first.shape))
    layers[-1].weight.data.fill_(42)
