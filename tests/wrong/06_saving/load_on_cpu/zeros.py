# A liar: names, shapes and dtypes come from the file, which is opened without its numbers.
# fails: test_a_file_from_a_gpu_opens
# fails: test_a_file_from_a_cpu_opens
# fails: test_a_file_from_another_kind_of_device_opens
# fails: test_a_file_from_any_gpu_opens
# fails: test_lists_and_dicts_stay
# fails: test_loading_runs_no_code
# fails: test_shapes_and_dtypes_stay
# fails: test_where_there_is_a_gpu_too
def emptied(content):
    if isinstance(content, torch.Tensor):
        return torch.zeros(content.shape, dtype=content.dtype)
    if isinstance(content, dict):
        return {key: emptied(value) for key, value in content.items()}
    if isinstance(content, list):
        return [emptied(value) for value in content]
    return content


def load_on_cpu(path):
    return emptied(torch.load(path, map_location="meta", weights_only=True))
