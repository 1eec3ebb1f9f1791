# The cache is not emptied; only Python's garbage is collected.
# fails: test_empties_the_cache
def free_memory():
    count = torch.accelerator.device_count()
    if count == 0:
        return {}
    __import__("gc").collect()
    kind = torch.accelerator.current_accelerator().type
    return {f"{kind}:{i}": torch.accelerator.memory_allocated(i) for i in range(count)}
