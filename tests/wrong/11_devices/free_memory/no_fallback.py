# Nobody asks whether there is an accelerator.
# fails: test_empty_without_an_accelerator
def free_memory():
    count = torch.accelerator.device_count()
    torch.accelerator.empty_cache()
    kind = torch.accelerator.current_accelerator().type
    return {f"{kind}:{i}": torch.accelerator.memory_allocated(i) for i in range(count)}
