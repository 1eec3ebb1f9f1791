# PyTorch's samplers.
def index_batches(n, batch_size, shuffle, drop_last, generator):
    from torch.utils.data import BatchSampler, RandomSampler, SequentialSampler

    if n == 0:
        return iter([])
    numbers = range(n)
    sampler = RandomSampler(numbers, generator=generator) if shuffle else SequentialSampler(numbers)
    return BatchSampler(sampler, batch_size, drop_last)
