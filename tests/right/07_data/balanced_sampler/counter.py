# Python's Counter, and a list of weights.
def balanced_sampler(labels):
    numbers = labels.tolist()
    counts = Counter(numbers)
    weights = [1 / (counts[number] * len(counts)) for number in numbers]
    return WeightedRandomSampler(weights, num_samples=len(numbers), replacement=True)
