# The count says whether there is an accelerator.
# fails: test_number_of_devices
# fails: test_without_an_accelerator
# fails: test_looks_at_each_call
def device_report():
    kind = torch.accelerator.current_accelerator()
    count = torch.accelerator.device_count()
    return {
        "cpu_threads": torch.get_num_threads(),
        "accelerator": kind.type if kind else None,
        "count": torch.accelerator.is_available(),
        "names": [torch.get_device_module().get_device_name(i) for i in range(count)],
    }
