# From the statistics, and garbage is collected first.
def free_memory():
    import gc

    gc.collect()
    report = {}
    for index in range(torch.accelerator.device_count()):
        torch.accelerator.empty_cache()
        name = f"{torch.accelerator.current_accelerator().type}:{index}"
        report[name] = torch.accelerator.memory_stats(name)["allocated_bytes.all.current"]
    return report
