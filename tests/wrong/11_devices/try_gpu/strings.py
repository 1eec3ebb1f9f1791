# The results are strings that name devices.
# fails: test_gives_a_device_and_not_a_string
def try_gpu(i=0):
    if 0 <= i < torch.cuda.device_count():
        return f"cuda:{i}"
    return "cpu"


def try_all_gpus():
    return [f"cuda:{i}" for i in range(torch.cuda.device_count())] or ["cpu"]
