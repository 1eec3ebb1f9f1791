# Each part is drawn from all items by itself.
# fails: test_every_item_in_exactly_one_part
def split(dataset, fraction, seed):
    generator = torch.Generator().manual_seed(seed)
    n = len(dataset)
    size = round(fraction * n)
    first = torch.randperm(n, generator=generator)[:size]
    second = torch.randperm(n, generator=generator)[: n - size]
    return Subset(dataset, first.tolist()), Subset(dataset, second.tolist())
