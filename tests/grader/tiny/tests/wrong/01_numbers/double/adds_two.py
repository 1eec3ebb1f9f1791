# It adds two instead.
# fails: test_twice
# fails: test_any_shape
def double(x):
    return x + 2
