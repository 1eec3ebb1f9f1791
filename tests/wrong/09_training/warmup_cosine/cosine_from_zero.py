# The cosine counts from step 0, so the rate jumps down after the warm-up.
# fails: test_the_cosine_begins_after_the_warmup
# fails: test_the_shortest_cosine
def warmup_cosine(step, warmup, total, base):
    """The learning rate of a step: a linear rise to base, then half a cosine down to 0."""
    if step < warmup:
        return base * (step + 1) / warmup
    if step >= total:
        return 0.0
    return base * 0.5 * (1 + math.cos(math.pi * step / total))
