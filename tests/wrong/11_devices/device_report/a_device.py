# The accelerator is a torch.device where its type is meant.
# fails: test_type_of_the_accelerator
def device_report():
    kind = torch.accelerator.current_accelerator(check_available=True)
    count = torch.accelerator.device_count()
    return {
        "cpu_threads": torch.get_num_threads(),
        "accelerator": kind,
        "count": count,
        "names": [torch.get_device_module().get_device_name(i) for i in range(count)],
    }
