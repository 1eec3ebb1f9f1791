# An epoch shows as many items of each class as the rarest one has.
# fails: test_epoch
# fails: test_in_a_loader
def balanced_sampler(labels):
    counts = labels.bincount()
    weights = 1 / counts[labels].double()
    found = counts[counts > 0]
    return WeightedRandomSampler(weights, int(found.min()) * len(found), replacement=True)
