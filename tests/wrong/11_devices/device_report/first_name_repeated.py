# Asks for the name of the current device, over and over.
# fails: test_name_of_each_device
def device_report():
    kind = torch.accelerator.current_accelerator(check_available=True)
    count = torch.accelerator.device_count()
    return {
        "cpu_threads": torch.get_num_threads(),
        "accelerator": kind.type if kind else None,
        "count": count,
        "names": [torch.get_device_module().get_device_name() for _ in range(count)],
    }
