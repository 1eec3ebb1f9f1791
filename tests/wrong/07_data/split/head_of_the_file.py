# The first part is the head of the file: nothing is mixed.
# fails: test_items_are_mixed
# fails: test_other_seed_other_parts
def split(dataset, fraction, seed):
    size = round(fraction * len(dataset))
    indices = list(range(len(dataset)))
    return Subset(dataset, indices[:size]), Subset(dataset, indices[size:])
