# Asks torch.cuda only, which finds nothing where the accelerator is of another kind.
# fails: test_each_device_by_its_name
# fails: test_bytes_that_tensors_hold
# fails: test_each_device_has_its_own_number
# fails: test_empties_the_cache
# fails: test_as_many_as_there_are
# fails: test_whole_numbers
def free_memory():
    if not torch.cuda.is_available():
        return {}
    torch.cuda.empty_cache()
    return {f"cuda:{i}": torch.cuda.memory_allocated(i) for i in range(torch.cuda.device_count())}
