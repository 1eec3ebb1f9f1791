# Asks torch.cuda, which knows of one kind of accelerator only.
# fails: test_type_of_the_accelerator
# fails: test_name_of_each_device
def device_report():
    available = torch.cuda.is_available()
    count = torch.cuda.device_count()
    return {
        "cpu_threads": torch.get_num_threads(),
        "accelerator": "cuda" if available else None,
        "count": count,
        "names": [torch.cuda.get_device_name(i) for i in range(count)],
    }
