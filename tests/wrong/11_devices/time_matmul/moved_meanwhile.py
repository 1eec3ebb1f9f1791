# The matrices are brought to the device while the clock runs.
# fails: test_makes_the_matrices_before
# fails: test_seconds_of_one_product
def time_matmul(n, device):
    def wait():
        if device.type != "cpu":
            torch.accelerator.synchronize(device)

    a, b = torch.rand(n, n), torch.rand(n, n)
    a.to(device) @ b.to(device)
    wait()
    start = time.perf_counter()
    a.to(device) @ b.to(device)
    wait()
    return time.perf_counter() - start
