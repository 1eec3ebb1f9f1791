# Without an accelerator two keys are left out.
# fails: test_four_keys
# fails: test_without_an_accelerator
def device_report():
    report = {"cpu_threads": torch.get_num_threads(), "count": torch.accelerator.device_count()}
    if report["count"]:
        report["accelerator"] = torch.accelerator.current_accelerator().type
        module = torch.get_device_module()
        report["names"] = [module.get_device_name(i) for i in range(report["count"])]
    return report
