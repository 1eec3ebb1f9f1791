# Each item once: the weights only change the order.
# fails: test_with_replacement
# fails: test_classes_equally_likely
# fails: test_items_of_a_class_equally_likely
# fails: test_gaps_between_the_classes
# fails: test_in_a_loader
def balanced_sampler(labels):
    weights = 1 / labels.bincount()[labels].double()
    return WeightedRandomSampler(weights, len(labels), replacement=False)
