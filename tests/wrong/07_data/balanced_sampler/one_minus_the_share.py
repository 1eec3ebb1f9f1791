# The weight is one minus the share of the class; that is not in proportion.
# fails: test_classes_equally_likely
# fails: test_one_weight_for_each_item
# fails: test_gaps_between_the_classes
def balanced_sampler(labels):
    counts = labels.bincount()
    weights = (1 - counts / len(labels))[labels].double()
    return WeightedRandomSampler(weights, len(labels), replacement=True)
