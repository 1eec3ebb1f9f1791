# Megabytes, as floats.
# fails: test_whole_numbers
# fails: test_bytes_that_tensors_hold
# fails: test_each_device_has_its_own_number
def free_memory():
    count = torch.accelerator.device_count()
    if count == 0:
        return {}
    torch.accelerator.empty_cache()
    kind = torch.accelerator.current_accelerator().type
    return {f"{kind}:{i}": torch.accelerator.memory_allocated(i) / 2**20 for i in range(count)}
