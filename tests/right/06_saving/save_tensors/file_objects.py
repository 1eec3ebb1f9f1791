# Files opened by hand, through a buffer, and the older file format.
import io


def save_tensors(path, obj):
    buffer = io.BytesIO()
    torch.save(obj, buffer, _use_new_zipfile_serialization=False)
    with open(path, "wb") as file:
        file.write(buffer.getvalue())


def load_tensors(path):
    with open(path, "rb") as file:
        return torch.load(file, weights_only=True, map_location=torch.device("cpu"))
