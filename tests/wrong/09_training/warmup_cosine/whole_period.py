# A whole period of the cosine: the rate is 0 half-way and base again at the end.
# fails: test_the_cosine_begins_after_the_warmup
# fails: test_without_warmup
def warmup_cosine(step, warmup, total, base):
    """The learning rate of a step: a linear rise to base, then half a cosine down to 0."""
    if step < warmup:
        return base * (step + 1) / warmup
    if step >= total:
        return 0.0
    return base * 0.5 * (1 + math.cos(2 * math.pi * (step - warmup) / (total - warmup)))
