# Names from the properties of each device, and everything step by step.
def device_report():
    report = dict(cpu_threads=torch.get_num_threads(), accelerator=None, count=0, names=[])
    if torch.accelerator.is_available():
        report["accelerator"] = torch.accelerator.current_accelerator().type
        module = torch.get_device_module(report["accelerator"])
        report["count"] = torch.accelerator.device_count()
        for index in range(report["count"]):
            report["names"].append(module.get_device_properties(index).name)
    return report
