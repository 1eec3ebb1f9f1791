# A detour through Python lists: float32 becomes float64.
# fails: test_the_matching_dtype
# fails: test_from_any_device
# fails: test_with_a_gradient
# fails: test_a_computed_tensor
# fails: test_the_same_shape
def to_numpy(t):
    import numpy as np

    return np.array(t.tolist()).reshape(tuple(t.shape))
