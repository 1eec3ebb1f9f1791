# One generator of batches, made in __init__: empty after the first epoch.
# fails: test_starts_again
# fails: test_new_order_each_epoch
# fails: test_order_from_the_generator
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
        self.batches = iter(batches_of(len(dataset), batch_size, shuffle, drop_last, generator))

    def __iter__(self):
        for batch in self.batches:
            yield self.collate_fn([self.dataset[i] for i in batch])

    def __len__(self):
        if self.drop_last:
            return len(self.dataset) // self.batch_size
        return math.ceil(len(self.dataset) / self.batch_size)
