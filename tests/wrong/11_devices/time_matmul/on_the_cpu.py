# The matrices are made on the CPU, so the CPU multiplies them.
# fails: test_multiplies_matrices_of_that_size
def time_matmul(n, device):
    def wait():
        if device.type != "cpu":
            torch.accelerator.synchronize(device)

    a, b = torch.rand(n, n), torch.rand(n, n)
    a @ b
    wait()
    start = time.perf_counter()
    a @ b
    wait()
    return time.perf_counter() - start
