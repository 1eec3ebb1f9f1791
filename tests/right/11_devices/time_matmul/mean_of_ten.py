# Ten products between two readings, shared out.
def time_matmul(n, device):
    A = torch.randn(n, n).to(device)
    B = torch.randn(n, n).to(device)
    is_cpu = torch.device(device).type == "cpu"
    for _ in range(3):
        torch.mm(A, B)
    if not is_cpu:
        torch.accelerator.synchronize(device)
    t0 = time.perf_counter()
    for _ in range(10):
        torch.mm(A, B)
    if not is_cpu:
        torch.accelerator.synchronize(device)
    return (time.perf_counter() - t0) / 10
