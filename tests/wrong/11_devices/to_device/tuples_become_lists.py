# Every sequence comes back as a list.
# fails: test_dicts_lists_and_tuples_keep_their_kind
# fails: test_keeps_a_namedtuple
# fails: test_any_depth
def to_device(batch, device):
    if isinstance(batch, torch.Tensor):
        return batch.to(device)
    if isinstance(batch, dict):
        return {key: to_device(value, device) for key, value in batch.items()}
    if isinstance(batch, (list, tuple)):
        return [to_device(value, device) for value in batch]
    return batch
