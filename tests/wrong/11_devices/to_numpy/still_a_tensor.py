# Detached and on the CPU, and still a tensor.
# fails: test_from_any_device
# fails: test_with_a_gradient
# fails: test_a_computed_tensor
# fails: test_the_matching_dtype
# fails: test_the_same_shape
def to_numpy(t):
    return t.detach().cpu()
