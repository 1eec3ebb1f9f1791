# By the data, and NumPy makes the array.
def to_numpy(t):
    import numpy as np

    return np.asarray(t.data.to("cpu"))
