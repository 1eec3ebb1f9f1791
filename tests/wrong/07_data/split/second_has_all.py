# The second part is the whole dataset, so the validation part holds the training part.
# fails: test_every_item_in_exactly_one_part
# fails: test_sizes
def split(dataset, fraction, seed):
    order = torch.randperm(len(dataset), generator=torch.Generator().manual_seed(seed)).tolist()
    return Subset(dataset, order[: round(fraction * len(dataset))]), dataset
