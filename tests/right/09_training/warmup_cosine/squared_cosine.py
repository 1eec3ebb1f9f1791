# Half a cosine is a squared cosine of half the angle.
def warmup_cosine(step, warmup, total, base):
    if step < warmup:
        return (step + 1) * base / warmup
    left = max(total - step, 0) / (total - warmup)
    return float(base * np.sin(np.pi / 2 * left) ** 2)
