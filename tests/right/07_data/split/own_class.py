# Python's random numbers, and a class of one's own for the parts.
class Part:
    def __init__(self, whole, indices):
        self.whole = whole
        self.indices = indices

    def __len__(self):
        return len(self.indices)

    def __getitem__(self, i):
        return self.whole[self.indices[i]]


def split(dataset, fraction, seed):
    import random

    chosen = set(random.Random(seed).sample(range(len(dataset)), round(fraction * len(dataset))))
    rest = [i for i in range(len(dataset)) if i not in chosen]
    return Part(dataset, sorted(chosen)), Part(dataset, rest)
