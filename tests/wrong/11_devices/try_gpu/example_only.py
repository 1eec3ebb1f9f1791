# The worked example, written down.
# fails: test_the_device_of_that_number
# fails: test_cpu_where_there_is_no_such_number
# fails: test_first_device_by_default
# fails: test_all_devices_in_order
# fails: test_a_list_with_the_cpu_where_there_is_none
# fails: test_looks_at_each_call
def try_gpu(i=0):
    return torch.device("cuda", i) if i in (0, 1) else torch.device("cpu")


def try_all_gpus():
    return [torch.device("cuda", 0), torch.device("cuda", 1)]
