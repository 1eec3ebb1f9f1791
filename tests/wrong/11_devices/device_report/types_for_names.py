# The names are those of torch.device, "cuda:0" and so on.
# fails: test_name_of_each_device
def device_report():
    kind = torch.accelerator.current_accelerator(check_available=True)
    count = torch.accelerator.device_count()
    return {
        "cpu_threads": torch.get_num_threads(),
        "accelerator": kind.type if kind else None,
        "count": count,
        "names": [f"{kind.type}:{i}" for i in range(count)],
    }
