# map_location is a function: it gets each tensor's memory on the CPU and gives it back as it is.
def load_on_cpu(path):
    return torch.load(path, map_location=lambda storage, location: storage)
