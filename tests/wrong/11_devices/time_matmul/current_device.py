# It waits for the current device, which is another one.
# fails: test_waits_before_the_clock_stops
# fails: test_seconds_of_one_product
# fails: test_waits_before_the_clock_starts
def time_matmul(n, device):
    def wait():
        if device.type != "cpu":
            torch.accelerator.synchronize()

    a, b = torch.rand(n, n, device=device), torch.rand(n, n, device=device)
    a @ b
    wait()
    start = time.perf_counter()
    a @ b
    wait()
    return time.perf_counter() - start
