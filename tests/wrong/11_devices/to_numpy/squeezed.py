# Dimensions of size 1 are dropped.
# fails: test_the_same_shape
def to_numpy(t):
    return t.detach().cpu().numpy().squeeze()
