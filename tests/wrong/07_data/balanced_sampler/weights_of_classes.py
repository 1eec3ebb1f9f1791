# One weight for each class: only the first few items are ever drawn.
# fails: test_one_weight_for_each_item
# fails: test_classes_equally_likely
# fails: test_items_of_a_class_equally_likely
# fails: test_gaps_between_the_classes
# fails: test_in_a_loader
def balanced_sampler(labels):
    counts = labels.unique(return_counts=True)[1]
    return WeightedRandomSampler(1 / counts.double(), len(labels), replacement=True)
