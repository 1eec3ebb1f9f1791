# The most that was ever held.
# fails: test_bytes_that_tensors_hold
# fails: test_each_device_has_its_own_number
def free_memory():
    count = torch.accelerator.device_count()
    if count == 0:
        return {}
    torch.accelerator.empty_cache()
    kind = torch.accelerator.current_accelerator().type
    return {f"{kind}:{i}": torch.accelerator.max_memory_allocated(i) for i in range(count)}
