# Brought to the CPU, but not detached.
# fails: test_with_a_gradient
# fails: test_a_computed_tensor
# fails: test_the_matching_dtype
# fails: test_the_same_shape
# fails: test_the_tensor_stays_as_it_was
def to_numpy(t):
    return t.cpu().numpy()
