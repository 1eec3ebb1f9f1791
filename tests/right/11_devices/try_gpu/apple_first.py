# Helper functions, and Apple is asked before CUDA.
def num_gpus():
    return torch.cuda.device_count()


def gpu(i):
    return torch.device("cuda", i)


def try_gpu(i=0):
    if torch.backends.mps.is_available() and i == 0:
        return torch.device("mps", 0)
    if i in range(num_gpus()):
        return gpu(i)
    return torch.device("cpu")


def try_all_gpus():
    if torch.backends.mps.is_available():
        return [try_gpu()]
    if num_gpus() == 0:
        return [torch.device("cpu")]
    return [gpu(i) for i in range(num_gpus())]
