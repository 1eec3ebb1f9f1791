# Names by torch.device, with the module fetched by its name.
def device_report():
    kind = torch.accelerator.current_accelerator(check_available=True)
    devices = []
    if kind is not None:
        devices = [torch.device(kind.type, i) for i in range(torch.accelerator.device_count())]
    return {
        "names": [getattr(torch, d.type).get_device_name(d) for d in devices],
        "count": len(devices),
        "accelerator": None if kind is None else str(kind),
        "cpu_threads": torch.get_num_threads(),
    }
