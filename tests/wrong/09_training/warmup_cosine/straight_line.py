# A straight line takes the place of the cosine.
# fails: test_the_cosine_begins_after_the_warmup
# fails: test_without_warmup
def warmup_cosine(step, warmup, total, base):
    """The learning rate of a step: a linear rise to base, then half a cosine down to 0."""
    if step < warmup:
        return base * (step + 1) / warmup
    if step >= total:
        return 0.0
    return base * (1 - (step - warmup) / (total - warmup))
