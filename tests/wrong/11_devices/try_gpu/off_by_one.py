# The comparison lets one number too many through.
# fails: test_cpu_where_there_is_no_such_number
# fails: test_first_device_by_default
# fails: test_looks_at_each_call
def try_gpu(i=0):
    if 0 <= i <= torch.cuda.device_count():
        return torch.device(f"cuda:{i}")
    return torch.device("cpu")


def try_all_gpus():
    devices = [torch.device(f"cuda:{i}") for i in range(torch.cuda.device_count())]
    return devices if devices else [torch.device("cpu")]
