# Tensors in place of lists of ints.
# fails: test_lists_of_ints
def index_batches(n, batch_size, shuffle, drop_last, generator):
    order = torch.randperm(n, generator=generator) if shuffle else torch.arange(n)
    end = n - n % batch_size if drop_last else n
    for i in range(0, end, batch_size):
        yield order[i : i + batch_size]
