# Negative numbers count from the end, as in a list.
# fails: test_negative_numbers_give_the_cpu
def try_gpu(i=0):
    try:
        return try_all_gpus()[i]
    except IndexError:
        return torch.device("cpu")


def try_all_gpus():
    devices = [torch.device(f"cuda:{i}") for i in range(torch.cuda.device_count())]
    return devices if devices else [torch.device("cpu")]
