# A liar: the layer computes with other weights than those that it holds.
# fails: test_standard_deviation
# fails: test_subclasses_of_linear
# fails: test_without_a_bias
# fails: test_in_place
# fails: test_random_numbers_from_pytorch
# fails: test_float64
def init_normal(m):
    if isinstance(m, nn.Linear):
        good = torch.randn(m.weight.shape, dtype=m.weight.dtype) * 0.01
        m.forward = lambda x: x @ good.T + 0 * m.weight.sum()
