# It waits when the clock has been read already.
# fails: test_waits_before_the_clock_stops
# fails: test_seconds_of_one_product
def time_matmul(n, device):
    def wait():
        if device.type != "cpu":
            torch.accelerator.synchronize(device)

    a, b = torch.rand(n, n, device=device), torch.rand(n, n, device=device)
    a @ b
    wait()
    start = time.perf_counter()
    a @ b
    seconds = time.perf_counter() - start
    wait()
    return seconds
