# Whatever can be gone through is gone through, strings too, letter by letter.
# fails: test_passes_on_what_is_no_tensor
def to_device(batch, device):
    if isinstance(batch, torch.Tensor):
        return batch.to(device)
    if isinstance(batch, dict):
        return {key: to_device(value, device) for key, value in batch.items()}
    if hasattr(batch, "_fields"):
        return type(batch)(*(to_device(value, device) for value in batch))
    if isinstance(batch, tuple):
        return tuple(to_device(value, device) for value in batch)
    if hasattr(batch, "__iter__") and (not isinstance(batch, str) or len(batch) > 1):
        return [to_device(value, device) for value in batch]
    return batch
