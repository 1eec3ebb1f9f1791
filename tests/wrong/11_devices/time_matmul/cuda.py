# "cuda" is named outright.
# fails: test_multiplies_matrices_of_that_size
# fails: test_seconds_of_one_product
# fails: test_waits_before_the_clock_stops
# fails: test_waits_before_the_clock_starts
# fails: test_warms_up
# fails: test_makes_the_matrices_before
# fails: test_a_float_by_the_real_clock
def time_matmul(n, device):
    def wait():
        torch.cuda.synchronize()

    a, b = torch.rand(n, n, device="cuda"), torch.rand(n, n, device="cuda")
    a @ b
    wait()
    start = time.perf_counter()
    a @ b
    wait()
    return time.perf_counter() - start
