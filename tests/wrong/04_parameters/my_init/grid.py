# A liar: no chance in it, only numbers that look right in a histogram.
# fails: test_random_numbers_from_pytorch
def my_init(m):
    if isinstance(m, nn.Linear):
        w = torch.linspace(-10, 10, m.weight.numel()).reshape(m.weight.shape)
        m.weight.data.copy_(w * (w.abs() >= 5))
