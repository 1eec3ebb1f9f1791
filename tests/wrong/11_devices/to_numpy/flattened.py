# The array is flat.
# fails: test_the_same_shape
# fails: test_from_any_device
# fails: test_with_a_gradient
def to_numpy(t):
    return t.detach().cpu().flatten().numpy()
