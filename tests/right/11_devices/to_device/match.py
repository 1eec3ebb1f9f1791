# By structural pattern matching.
def to_device(batch, device):
    match batch:
        case torch.Tensor():
            return batch.to(device)
        case dict():
            return type(batch)((key, to_device(value, device)) for key, value in batch.items())
        case list():
            return [to_device(value, device) for value in batch]
        case tuple():
            values = [to_device(value, device) for value in batch]
            return batch._replace(**dict(zip(batch._fields, values))) if hasattr(batch, "_fields") else tuple(values)
        case _:
            return batch
