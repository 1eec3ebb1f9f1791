# The keys are the devices' numbers.
# fails: test_each_device_by_its_name
# fails: test_bytes_that_tensors_hold
# fails: test_each_device_has_its_own_number
# fails: test_as_many_as_there_are
def free_memory():
    count = torch.accelerator.device_count()
    if count == 0:
        return {}
    torch.accelerator.empty_cache()
    kind = torch.accelerator.current_accelerator().type
    return {i: torch.accelerator.memory_allocated(i) for i in range(count)}
