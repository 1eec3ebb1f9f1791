# Takes what PyTorch was built for as what is there.
# fails: test_without_an_accelerator
def device_report():
    kind = torch.accelerator.current_accelerator()
    count = torch.accelerator.device_count()
    return {
        "cpu_threads": torch.get_num_threads(),
        "accelerator": kind.type if kind else None,
        "count": count,
        "names": [torch.get_device_module().get_device_name(i) for i in range(count)],
    }
