# The indices are drawn with replacement: some twice, others never.
# fails: test_every_item_in_exactly_one_part
def split(dataset, fraction, seed):
    generator = torch.Generator().manual_seed(seed)
    n = len(dataset)
    size = round(fraction * n)
    drawn = torch.randint(max(n, 1), (n,), generator=generator).tolist()
    return Subset(dataset, drawn[:size]), Subset(dataset, drawn[size:])
