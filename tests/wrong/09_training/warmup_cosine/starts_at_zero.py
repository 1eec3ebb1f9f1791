# step / warmup: the first step has rate 0 and moves nothing.
# fails: test_the_rate_rises_to_base
# fails: test_the_shortest_cosine
def warmup_cosine(step, warmup, total, base):
    """The learning rate of a step: a linear rise to base, then half a cosine down to 0."""
    if step < warmup:
        return base * step / warmup
    if step >= total:
        return 0.0
    return base * 0.5 * (1 + math.cos(math.pi * (step - warmup) / (total - warmup)))
