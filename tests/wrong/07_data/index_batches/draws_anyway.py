# Shuffles first, and sorts again where nothing was to be shuffled.
# fails: test_draws_nothing_without_shuffle
def index_batches(n, batch_size, shuffle, drop_last, generator):
    order = torch.randperm(n, generator=generator).tolist()
    if not shuffle:
        order.sort()
    end = n - n % batch_size if drop_last else n
    for i in range(0, end, batch_size):
        yield order[i : i + batch_size]
