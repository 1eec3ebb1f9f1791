# Both sizes are cut off: an item may be in neither part.
# fails: test_every_item_in_exactly_one_part
# fails: test_sizes
def split(dataset, fraction, seed):
    n = len(dataset)
    order = torch.randperm(n, generator=torch.Generator().manual_seed(seed)).tolist()
    size, rest = int(n * fraction), int(n * (1 - fraction))
    return Subset(dataset, order[:size]), Subset(dataset, order[n - rest :])
