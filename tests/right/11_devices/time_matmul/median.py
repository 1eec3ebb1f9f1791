# The median of five, each timed by itself; it waits by a stream.
def time_matmul(n, device):
    import statistics

    a = torch.ones(n, n, device=device)
    out = torch.empty_like(a)

    def finish():
        if device.type != "cpu":
            torch.accelerator.current_stream(device).synchronize()

    def once():
        finish()
        begin = time.perf_counter()
        torch.matmul(a, a, out=out)
        finish()
        return time.perf_counter() - begin

    once()
    return statistics.median(once() for _ in range(5))
