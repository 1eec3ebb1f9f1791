# Without an accelerator the CPU stands in, with 0 bytes.
# fails: test_empty_without_an_accelerator
def free_memory():
    count = torch.accelerator.device_count()
    if count == 0:
        return {"cpu": 0}
    torch.accelerator.empty_cache()
    kind = torch.accelerator.current_accelerator().type
    return {f"{kind}:{i}": torch.accelerator.memory_allocated(i) for i in range(count)}
