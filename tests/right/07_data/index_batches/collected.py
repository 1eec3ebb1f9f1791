# Index by index, in a batch that is given away when it is full.
def index_batches(n, batch_size, shuffle, drop_last, generator):
    indices = range(n)
    if shuffle:
        indices = (int(i) for i in torch.randperm(n, generator=generator))
    batch = []
    for i in indices:
        batch.append(i)
        if len(batch) == batch_size:
            yield batch
            batch = []
    if batch and not drop_last:
        yield batch
