# The matrices are made while the clock runs.
# fails: test_makes_the_matrices_before
# fails: test_seconds_of_one_product
def time_matmul(n, device):
    def wait():
        if device.type != "cpu":
            torch.accelerator.synchronize(device)

    a, b = torch.rand(n, n, device=device), torch.rand(n, n, device=device)
    a @ b
    wait()
    start = time.perf_counter()
    a, b = torch.rand(n, n, device=device), torch.rand(n, n, device=device)
    a @ b
    wait()
    return time.perf_counter() - start
