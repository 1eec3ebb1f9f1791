# Ten products are measured, and not shared out.
# fails: test_seconds_of_one_product
def time_matmul(n, device):
    def wait():
        if device.type != "cpu":
            torch.accelerator.synchronize(device)

    a, b = torch.rand(n, n, device=device), torch.rand(n, n, device=device)
    a @ b
    wait()
    start = time.perf_counter()
    for _ in range(10):
        a @ b
    wait()
    return time.perf_counter() - start
