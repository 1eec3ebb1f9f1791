# NumPy's way out, forced: it does all three steps.
def to_numpy(t):
    return t.numpy(force=True)
