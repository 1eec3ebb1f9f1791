# The report is made when the file is loaded.
# fails: test_looks_at_each_call
# fails: test_threads_of_pytorch
# fails: test_number_of_devices
# fails: test_name_of_each_device
# fails: test_without_an_accelerator
def _make():
    count = torch.accelerator.device_count()
    return {
        "cpu_threads": torch.get_num_threads(),
        "accelerator": torch.accelerator.current_accelerator().type,
        "count": count,
        "names": [torch.get_device_module().get_device_name(i) for i in range(count)],
    }


REPORT = _make()


def device_report():
    return REPORT
