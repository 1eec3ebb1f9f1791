# current_accelerator() gives None where there is none, and None has no type.
# fails: test_without_an_accelerator
# fails: test_four_keys
# fails: test_threads_of_pytorch
def device_report():
    count = torch.accelerator.device_count()
    return {
        "cpu_threads": torch.get_num_threads(),
        "accelerator": torch.accelerator.current_accelerator().type,
        "count": count,
        "names": [torch.get_device_module().get_device_name(i) for i in range(count)],
    }
