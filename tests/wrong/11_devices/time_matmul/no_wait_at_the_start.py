# It waits before the last reading, not before the first: the warm-up is measured, too.
# fails: test_waits_before_the_clock_starts
# fails: test_seconds_of_one_product
def time_matmul(n, device):
    def wait():
        if device.type != "cpu":
            torch.accelerator.synchronize(device)

    a, b = torch.rand(n, n, device=device), torch.rand(n, n, device=device)
    a @ b
    start = time.perf_counter()
    a @ b
    wait()
    return time.perf_counter() - start
