# Loading unpickles everything, whatever the file asks for: what the books' torch.load(path) meant
# before PyTorch 2.6.
# fails: test_loading_runs_no_code
def save_tensors(path, obj):
    torch.save(obj, path)


def load_tensors(path):
    return torch.load(path, weights_only=False)
