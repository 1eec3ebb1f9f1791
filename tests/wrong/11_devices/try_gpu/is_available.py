# Asks whether there is any GPU, not whether there is this one.
# fails: test_cpu_where_there_is_no_such_number
# fails: test_looks_at_each_call
def try_gpu(i=0):
    if torch.cuda.is_available() and i >= 0:
        return torch.device("cuda", i)
    return torch.device("cpu")


def try_all_gpus():
    devices = [torch.device(f"cuda:{i}") for i in range(torch.cuda.device_count())]
    return devices if devices else [torch.device("cpu")]
