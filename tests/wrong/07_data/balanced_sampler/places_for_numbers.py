# The class's number is taken for its place among the classes that occur.
# fails: test_gaps_between_the_classes
def balanced_sampler(labels):
    counts = labels.unique(return_counts=True)[1]
    weights = 1 / counts[labels].double()
    return WeightedRandomSampler(weights, len(labels), replacement=True)
