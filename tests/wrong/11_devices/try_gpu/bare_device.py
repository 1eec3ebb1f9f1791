# A bare device where a list is meant: without a GPU, and with one.
# fails: test_always_a_list
# fails: test_all_devices_in_order
# fails: test_a_list_with_the_cpu_where_there_is_none
# fails: test_looks_at_each_call
def try_gpu(i=0):
    if 0 <= i < torch.cuda.device_count():
        return torch.device("cuda", i)
    return torch.device("cpu")


def try_all_gpus():
    if torch.cuda.device_count() < 2:
        return try_gpu()
    return [torch.device("cuda", i) for i in range(torch.cuda.device_count())]
