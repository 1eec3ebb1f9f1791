# "cuda" is named outright, and nobody asks whether there is such a device.
# fails: test_cpu_where_there_is_no_such_number
# fails: test_negative_numbers_give_the_cpu
# fails: test_first_device_by_default
# fails: test_all_devices_in_order
# fails: test_a_list_with_the_cpu_where_there_is_none
# fails: test_looks_at_each_call
def try_gpu(i=0):
    return torch.device(f"cuda:{i}")


def try_all_gpus():
    return [torch.device("cuda:0")]
