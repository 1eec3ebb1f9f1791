# A seed is set inside the function.
# fails: test_new_at_each_call
# fails: test_made_on_the_device
# fails: test_repeatable_by_the_seed
def noise_like(x):
    torch.manual_seed(0)
    return torch.randn_like(x)
