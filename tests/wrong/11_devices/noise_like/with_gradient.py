# The noise asks for a gradient as x does.
# fails: test_leaves_x_alone
def noise_like(x):
    return torch.randn_like(x, requires_grad=x.requires_grad)
