# The tensor itself is detached, in place.
# fails: test_the_tensor_stays_as_it_was
def to_numpy(t):
    return t.detach_().cpu().numpy()
