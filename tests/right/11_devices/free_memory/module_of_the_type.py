# With the module of the accelerator's type.
def free_memory():
    if not torch.accelerator.is_available():
        return {}
    kind = torch.accelerator.current_accelerator()
    module = torch.get_device_module(kind)
    module.empty_cache()
    found = {}
    for index in range(module.device_count()):
        device = torch.device(kind.type, index)
        found[str(device)] = module.memory_allocated(device)
    return found
