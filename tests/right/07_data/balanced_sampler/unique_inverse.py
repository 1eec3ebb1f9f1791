# By the places of the labels among those that occur; any factor will do.
def balanced_sampler(labels):
    _, places, counts = torch.unique(labels, return_inverse=True, return_counts=True)
    weights = len(labels) / counts.float()
    return WeightedRandomSampler(weights[places], num_samples=len(labels))
