# PyTorch's own helper for nested data.
def to_device(batch, device):
    from torch.utils._pytree import tree_map

    return tree_map(lambda x: x.to(device) if isinstance(x, torch.Tensor) else x, batch)
