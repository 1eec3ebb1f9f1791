# The first product is the one that is measured.
# fails: test_warms_up
# fails: test_seconds_of_one_product
def time_matmul(n, device):
    def wait():
        if device.type != "cpu":
            torch.accelerator.synchronize(device)

    a, b = torch.rand(n, n, device=device), torch.rand(n, n, device=device)
    wait()
    start = time.perf_counter()
    a @ b
    wait()
    return time.perf_counter() - start
