# The mask is made from a second draw.
# fails: test_small_weights_become_0
# fails: test_subclasses_of_linear
# fails: test_without_a_bias
def my_init(m):
    if isinstance(m, nn.Linear):
        mask = torch.empty_like(m.weight).uniform_(-10, 10).abs() >= 5
        nn.init.uniform_(m.weight, -10, 10)
        m.weight.data *= mask
