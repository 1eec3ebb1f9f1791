# Draws the first item of each class again and again.
# fails: test_items_of_a_class_equally_likely
# fails: test_one_weight_for_each_item
def balanced_sampler(labels):
    weights = torch.zeros(len(labels), dtype=torch.float64)
    for number in labels.unique():
        weights[(labels == number).nonzero()[0]] = 1
    return WeightedRandomSampler(weights, len(labels), replacement=True)
