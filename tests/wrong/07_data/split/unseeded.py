# The seed is not used: each run has a split of its own.
# fails: test_same_seed_same_parts
# fails: test_leaves_the_global_random_numbers_alone
def split(dataset, fraction, seed):
    order = torch.randperm(len(dataset)).tolist()
    size = round(fraction * len(dataset))
    return Subset(dataset, order[:size]), Subset(dataset, order[size:])
