# Every item has the same weight, so that nothing is balanced.
# fails: test_classes_equally_likely
# fails: test_items_of_a_class_equally_likely
# fails: test_one_weight_for_each_item
# fails: test_gaps_between_the_classes
# fails: test_in_a_loader
def balanced_sampler(labels):
    return WeightedRandomSampler(torch.ones(len(labels)), len(labels), replacement=True)
