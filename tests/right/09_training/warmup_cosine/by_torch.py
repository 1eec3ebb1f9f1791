# The cosine by PyTorch in float32, the parts by min and max.
def warmup_cosine(step, warmup, total, base):
    if warmup and step + 1 <= warmup:
        return base / warmup * (step + 1)
    progress = min(max((step - warmup) / (total - warmup), 0.0), 1.0)
    return base * (1 + torch.cos(torch.tensor(progress * torch.pi)).item()) / 2
