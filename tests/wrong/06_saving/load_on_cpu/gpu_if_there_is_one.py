# The line that the forums hand on: to the GPU, where there is one.
# fails: test_where_there_is_a_gpu_too
def load_on_cpu(path):
    device = "cuda" if torch.cuda.is_available() else "cpu"
    return torch.load(path, map_location=device, weights_only=True)
