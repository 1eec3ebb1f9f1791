# "cuda" is named outright.
# fails: test_moves_to_the_device_of_the_caller
# fails: test_keeps_values_and_dtypes
# fails: test_dicts_lists_and_tuples_keep_their_kind
# fails: test_keeps_a_namedtuple
# fails: test_any_depth
# fails: test_passes_on_what_is_no_tensor
# fails: test_leaves_the_given_batch_alone
def to_device(batch, device):
    if isinstance(batch, torch.Tensor):
        return batch.cuda()
    if isinstance(batch, dict):
        return {key: to_device(value, device) for key, value in batch.items()}
    if isinstance(batch, (list, tuple)):
        moved = [to_device(value, device) for value in batch]
        return type(batch)(*moved) if hasattr(batch, "_fields") else type(batch)(moved)
    return batch
