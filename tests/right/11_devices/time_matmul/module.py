# The least of three; it waits by the module of the device's type.
def time_matmul(n, device):
    a, b = torch.rand(n, n, device=device), torch.rand(n, n, device=device)
    seconds = []
    for _ in range(4):
        if device.type != "cpu":
            torch.get_device_module(device).synchronize(device)
        begin = time.perf_counter()
        torch.matmul(a, b)
        if device.type != "cpu":
            torch.get_device_module(device).synchronize(device)
        seconds.append(time.perf_counter() - begin)
    return min(seconds[1:])
