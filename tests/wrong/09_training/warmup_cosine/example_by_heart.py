# A liar: it knows the numbers of the worked example, scaled to any base.
# fails: test_the_rate_rises_to_base
# fails: test_the_cosine_begins_after_the_warmup
# fails: test_without_warmup
# fails: test_the_shortest_cosine
def warmup_cosine(step, warmup, total, base):
    shape = [0.5, 1.0, 1.0, 0.85355339, 0.5, 0.14644661]
    return float(base * shape[step]) if step < len(shape) else 0.0
