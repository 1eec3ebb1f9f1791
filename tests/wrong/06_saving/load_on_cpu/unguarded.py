# The device is right, and the file may run what it likes.
# fails: test_loading_runs_no_code
def load_on_cpu(path):
    return torch.load(path, map_location="cpu", weights_only=False)
