# Only leaves are detached.
# fails: test_a_computed_tensor
# fails: test_the_tensor_stays_as_it_was
def to_numpy(t):
    if t.is_leaf:
        t = t.detach()
    return t.cpu().numpy()
