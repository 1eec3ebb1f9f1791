# `*` multiplies element by element.
# fails: test_multiplies_matrices_of_that_size
# fails: test_seconds_of_one_product
# fails: test_warms_up
# fails: test_makes_the_matrices_before
def time_matmul(n, device):
    def wait():
        if device.type != "cpu":
            torch.accelerator.synchronize(device)

    a, b = torch.rand(n, n, device=device), torch.rand(n, n, device=device)
    a * b
    wait()
    start = time.perf_counter()
    a * b
    wait()
    return time.perf_counter() - start
