# NumPy's generator.
def split(dataset, fraction, seed):
    order = np.random.default_rng(seed).permutation(len(dataset))
    first, second = np.split(order, [round(fraction * len(dataset))])
    return Subset(dataset, first.tolist()), Subset(dataset, second.tolist())
