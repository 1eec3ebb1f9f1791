# The keys are torch.devices, which are not strings.
# fails: test_each_device_by_its_name
def free_memory():
    count = torch.accelerator.device_count()
    if count == 0:
        return {}
    torch.accelerator.empty_cache()
    kind = torch.accelerator.current_accelerator().type
    return {torch.device(kind, i): torch.accelerator.memory_allocated(i) for i in range(count)}
