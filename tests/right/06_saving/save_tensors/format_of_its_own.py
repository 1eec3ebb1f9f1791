# No pickle at all: a line of JSON that says what there is, then the bytes.
import json


def save_tensors(path, obj):
    kind = type(obj).__name__
    if isinstance(obj, dict):
        items = list(obj.items())
    elif isinstance(obj, list):
        items = [("", value) for value in obj]
    else:
        kind, items = "tensor", [("", obj)]
    head = [[name, str(value.dtype)[6:], list(value.shape)] for name, value in items]
    with open(path, "wb") as file:
        file.write(json.dumps([kind, head]).encode() + b"\n")
        for _, value in items:
            flat = value.detach().contiguous().reshape(-1)
            file.write(flat.view(torch.uint8).numpy().tobytes() if flat.numel() else b"")


def load_tensors(path):
    with open(path, "rb") as file:
        kind, head = json.loads(file.readline())
        items = []
        for name, dtype, shape in head:
            value = torch.zeros(shape, dtype=getattr(torch, dtype)).reshape(-1)
            data = file.read(value.numel() * value.element_size())
            if data:
                value = torch.frombuffer(bytearray(data), dtype=value.dtype)
            items.append((name, value.reshape(shape)))
    if kind == "dict":
        return dict(items)
    return [value for _, value in items] if kind == "list" else items[0][1]
