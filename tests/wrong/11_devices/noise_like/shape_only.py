# Only the shape is taken from x.
# fails: test_lies_where_x_lies
# fails: test_made_on_the_device
# fails: test_dtype_of_x
def noise_like(x):
    return torch.randn(x.size())
