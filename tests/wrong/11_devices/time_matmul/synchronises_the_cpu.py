# It waits for the CPU as well, which is refused.
# fails: test_a_float_by_the_real_clock
# fails: test_seconds_of_one_product
# fails: test_warms_up
# fails: test_makes_the_matrices_before
# fails: test_multiplies_matrices_of_that_size
def time_matmul(n, device):
    def wait():
        torch.accelerator.synchronize(device)

    a, b = torch.rand(n, n, device=device), torch.rand(n, n, device=device)
    a @ b
    wait()
    start = time.perf_counter()
    a @ b
    wait()
    return time.perf_counter() - start
