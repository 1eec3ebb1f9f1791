# Halfway: one by the root of the size of the class.
# fails: test_classes_equally_likely
# fails: test_items_of_a_class_equally_likely
# fails: test_one_weight_for_each_item
# fails: test_gaps_between_the_classes
# fails: test_in_a_loader
def balanced_sampler(labels):
    weights = labels.bincount()[labels].double() ** -0.5
    return WeightedRandomSampler(weights, len(labels), replacement=True)
