# The rise is computed for all steps, so warmup 0 is divided by.
# fails: test_without_warmup
def warmup_cosine(step, warmup, total, base):
    rise = (step + 1) / warmup
    if step >= total:
        return 0.0
    cosine = 0.5 * (1 + math.cos(math.pi * max(0, step - warmup) / (total - warmup)))
    return base * min(rise, 1.0) * cosine if step >= warmup else base * rise
