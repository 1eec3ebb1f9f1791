# drop_last is forgotten.
# fails: test_drops_the_last_batch
def index_batches(n, batch_size, shuffle, drop_last, generator):
    order = torch.randperm(n, generator=generator).tolist() if shuffle else list(range(n))
    for i in range(0, n, batch_size):
        yield order[i : i + batch_size]
