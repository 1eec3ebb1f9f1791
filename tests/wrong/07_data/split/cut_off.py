# The size is cut off, not rounded.
# fails: test_sizes
def split(dataset, fraction, seed):
    order = torch.randperm(len(dataset), generator=torch.Generator().manual_seed(seed)).tolist()
    size = int(fraction * len(dataset))
    return Subset(dataset, order[:size]), Subset(dataset, order[size:])
