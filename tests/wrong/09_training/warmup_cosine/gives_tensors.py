# The rate is a tensor.
# fails: test_gives_floats
def warmup_cosine(step, warmup, total, base):
    """The learning rate of a step: a linear rise to base, then half a cosine down to 0."""
    if step < warmup:
        return torch.tensor(base * (step + 1) / warmup)
    if step >= total:
        return torch.tensor(0.0)
    return torch.tensor(base * 0.5 * (1 + math.cos(math.pi * (step - warmup) / (total - warmup))))
