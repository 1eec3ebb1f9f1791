# "cuda" is named outright.
# fails: test_lies_where_x_lies
# fails: test_made_on_the_device
# fails: test_dtype_of_x
# fails: test_shape_of_x
# fails: test_standard_normal
# fails: test_new_at_each_call
# fails: test_repeatable_by_the_seed
# fails: test_leaves_x_alone
def noise_like(x):
    return torch.randn(x.shape, dtype=x.dtype, device="cuda")
