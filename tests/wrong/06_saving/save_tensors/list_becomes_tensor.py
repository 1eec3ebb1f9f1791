# A list is stacked into one tensor, and a dict loses its names.
# fails: test_a_list_comes_back
# fails: test_a_dict_comes_back
# fails: test_shapes_and_dtypes_stay
# fails: test_all_of_it_is_in_the_file
# fails: test_saving_again_replaces_the_file
def save_tensors(path, obj):
    if isinstance(obj, dict):
        obj = list(obj.values())
    if isinstance(obj, list) and len({value.shape for value in obj}) == 1:
        obj = torch.stack(obj)
    torch.save(obj, path)


def load_tensors(path):
    return torch.load(path, weights_only=True)
