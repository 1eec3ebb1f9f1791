# The loader is its own iterator: where a loop stands is kept in the loader.
# fails: test_two_loops_at_once
def batches_of(n, batch_size, shuffle, drop_last, generator):
    order = torch.randperm(n, generator=generator).tolist() if shuffle else list(range(n))
    batches = [order[i : i + batch_size] for i in range(0, n, batch_size)]
    return [batch for batch in batches if len(batch) == batch_size or not drop_last]


class MyDataLoader:
    def __init__(
        self,
        dataset,
        batch_size,
        shuffle=False,
        drop_last=False,
        collate_fn=default_collate,
        generator=None,
    ):
        self.dataset = dataset
        self.batch_size = batch_size
        self.shuffle = shuffle
        self.drop_last = drop_last
        self.collate_fn = collate_fn
        self.generator = generator

    def _indices(self):
        n = len(self.dataset)
        return batches_of(n, self.batch_size, self.shuffle, self.drop_last, self.generator)

    def __iter__(self):
        self.batches = iter(list(self._indices()))
        return self

    def __next__(self):
        return self.collate_fn([self.dataset[i] for i in next(self.batches)])

    def __len__(self):
        if self.drop_last:
            return len(self.dataset) // self.batch_size
        return math.ceil(len(self.dataset) / self.batch_size)
