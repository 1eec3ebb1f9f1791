# Without an accelerator the CPU is reported as one.
# fails: test_without_an_accelerator
def device_report():
    kind = torch.accelerator.current_accelerator(check_available=True) or torch.device("cpu")
    count = max(1, torch.accelerator.device_count())
    names = ["cpu"]
    if kind.type != "cpu":
        names = [torch.get_device_module().get_device_name(i) for i in range(count)]
    return {
        "cpu_threads": torch.get_num_threads(),
        "accelerator": kind.type,
        "count": count,
        "names": names,
    }
