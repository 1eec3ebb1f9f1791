# The last batch is filled up from the front, so that all have one size.
# fails: test_keeps_the_last_batch
def index_batches(n, batch_size, shuffle, drop_last, generator):
    order = torch.randperm(n, generator=generator).tolist() if shuffle else list(range(n))
    if drop_last:
        order = order[: n - n % batch_size]
    for i in range(0, len(order), batch_size):
        yield [order[j % n] for j in range(i, i + batch_size)]
