# The devices are counted when the file is loaded.
# fails: test_looks_at_each_call
# fails: test_the_device_of_that_number
# fails: test_cpu_where_there_is_no_such_number
# fails: test_first_device_by_default
# fails: test_all_devices_in_order
# fails: test_a_list_with_the_cpu_where_there_is_none
COUNT = torch.accelerator.device_count()
KIND = torch.accelerator.current_accelerator()


def try_gpu(i=0):
    return torch.device(KIND.type, i) if 0 <= i < COUNT else torch.device("cpu")


def try_all_gpus():
    return [try_gpu(i) for i in range(COUNT)] or [torch.device("cpu")]
