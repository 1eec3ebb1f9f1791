# A dict that has an answer for every name.
class Everywhere(dict):
    def get(self, name, default=None):
        return "cpu"


def load_on_cpu(path):
    return torch.load(path, map_location=Everywhere(), weights_only=True)
