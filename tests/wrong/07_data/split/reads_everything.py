# All items are read into two lists.
# fails: test_reads_no_item
def split(dataset, fraction, seed):
    generator = torch.Generator().manual_seed(seed)
    items = [dataset[i] for i in range(len(dataset))]
    items = [items[i] for i in torch.randperm(len(items), generator=generator).tolist()]
    size = round(fraction * len(items))
    return items[:size], items[size:]
