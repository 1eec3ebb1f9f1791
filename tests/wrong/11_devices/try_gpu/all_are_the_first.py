# The list has the right length and the first device throughout.
# fails: test_all_devices_in_order
def try_gpu(i=0):
    if 0 <= i < torch.accelerator.device_count():
        return torch.device(torch.accelerator.current_accelerator().type, i)
    return torch.device("cpu")


def try_all_gpus():
    return [try_gpu()] * max(1, torch.accelerator.device_count())
