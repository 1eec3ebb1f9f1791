# All of NVIDIA's are mapped, and nobody else's.
# fails: test_a_file_from_another_kind_of_device_opens
def load_on_cpu(path):
    places = {f"cuda:{i}": "cpu" for i in range(64)}
    return torch.load(path, map_location=places, weights_only=True)
