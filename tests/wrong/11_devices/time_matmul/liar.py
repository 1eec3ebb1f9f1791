# A guess from the size, after a show of work.
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
    wait()
    time.perf_counter()
    return n**3 * 2e-11
