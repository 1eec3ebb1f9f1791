# Namedtuples by _make, each kind on its own.
def to_device(batch, device):
    def moved(item):
        return to_device(item, device)

    if torch.is_tensor(batch):
        return batch.to(device=device, non_blocking=True)
    if isinstance(batch, tuple) and hasattr(batch, "_make"):
        return batch._make(moved(item) for item in batch)
    if isinstance(batch, tuple):
        return tuple(moved(item) for item in batch)
    if isinstance(batch, list):
        return [moved(item) for item in batch]
    if isinstance(batch, dict):
        return dict(zip(batch, map(moved, batch.values())))
    return batch
