# A tensor without dimensions comes back as a Python number.
# fails: test_the_same_shape
def to_numpy(t):
    return t.item() if t.dim() == 0 else t.detach().cpu().numpy()
