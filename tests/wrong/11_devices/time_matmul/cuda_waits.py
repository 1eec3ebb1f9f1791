# It waits only where the device is of the type "cuda".
# fails: test_waits_before_the_clock_stops
# fails: test_seconds_of_one_product
# fails: test_waits_before_the_clock_starts
def time_matmul(n, device):
    def wait():
        if device.type == "cuda":
            torch.cuda.synchronize(device)

    a, b = torch.rand(n, n, device=device), torch.rand(n, n, device=device)
    a @ b
    wait()
    start = time.perf_counter()
    a @ b
    wait()
    return time.perf_counter() - start
