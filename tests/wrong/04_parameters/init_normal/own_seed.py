# The function sets a seed: all layers of one size get the same weights.
# fails: test_random_numbers_from_pytorch
def init_normal(m):
    if isinstance(m, nn.Linear):
        torch.manual_seed(42)
        nn.init.normal_(m.weight, 0, 0.01)
        if m.bias is not None:
            m.bias.data.zero_()
