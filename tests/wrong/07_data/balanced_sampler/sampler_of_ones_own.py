# A class of one's own that draws well, but is no WeightedRandomSampler.
# fails: test_weighted_random_sampler
def balanced_sampler(labels):
    class Balanced:
        replacement = True

        def __init__(self):
            self.weights = 1 / labels.bincount()[labels].double()

        def __len__(self):
            return len(labels)

        def __iter__(self):
            drawn = torch.multinomial(self.weights, len(labels), replacement=True)
            return iter(drawn.tolist())

    return Balanced()
