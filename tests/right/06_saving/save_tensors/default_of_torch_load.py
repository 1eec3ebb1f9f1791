# The guard is torch.load's default in the version that the course uses.
def save_tensors(path, obj):
    torch.save(obj, path)


def load_tensors(path):
    return torch.load(path)
