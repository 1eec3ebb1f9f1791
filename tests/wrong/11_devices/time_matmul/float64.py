# The matrices are of float64 numbers, which most devices multiply far more slowly.
# fails: test_multiplies_matrices_of_that_size
def time_matmul(n, device):
    def wait():
        if device.type != "cpu":
            torch.accelerator.synchronize(device)

    a, b = torch.rand(n, n, device=device, dtype=torch.float64), torch.rand(n, n, device=device, dtype=torch.float64)
    a @ b
    wait()
    start = time.perf_counter()
    a @ b
    wait()
    return time.perf_counter() - start
