# drop_last takes the last batch away, even a full one.
# fails: test_drops_the_last_batch
# fails: test_order_of_the_generator
def index_batches(n, batch_size, shuffle, drop_last, generator):
    order = torch.randperm(n, generator=generator).tolist() if shuffle else list(range(n))
    batches = [order[i : i + batch_size] for i in range(0, n, batch_size)]
    return batches[:-1] if drop_last else batches
