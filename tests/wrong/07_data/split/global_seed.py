# Seeds the global generator, for everybody.
# fails: test_leaves_the_global_random_numbers_alone
def split(dataset, fraction, seed):
    torch.manual_seed(seed)
    order = torch.randperm(len(dataset)).tolist()
    size = round(fraction * len(dataset))
    return Subset(dataset, order[:size]), Subset(dataset, order[size:])
