# A torch.device in place of a text, and an open file in place of a path.
def load_on_cpu(path):
    with open(path, "rb") as file:
        return torch.load(file, torch.device("cpu"), weights_only=True)
