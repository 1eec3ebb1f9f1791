# Counts the processors of the machine, not the threads of PyTorch.
# fails: test_threads_of_pytorch
# fails: test_looks_at_each_call
def device_report():
    import os

    kind = torch.accelerator.current_accelerator(check_available=True)
    count = torch.accelerator.device_count()
    return {
        "cpu_threads": os.cpu_count(),
        "accelerator": kind.type if kind else None,
        "count": count,
        "names": [torch.get_device_module().get_device_name(i) for i in range(count)],
    }
