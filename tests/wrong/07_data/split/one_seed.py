# The same shuffle whatever the seed.
# fails: test_other_seed_other_parts
# fails: test_items_are_mixed
def split(dataset, fraction, seed):
    order = torch.randperm(len(dataset), generator=torch.Generator().manual_seed(0)).tolist()
    size = round(fraction * len(dataset))
    return Subset(dataset, order[:size]), Subset(dataset, order[size:])
