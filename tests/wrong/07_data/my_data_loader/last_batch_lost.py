# Only whole batches, whatever drop_last says.
# fails: test_keeps_the_last_batch
# fails: test_length
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

    def __iter__(self):
        for batch in batches_of(
            len(self.dataset), self.batch_size, self.shuffle, True, self.generator
        ):
            yield self.collate_fn([self.dataset[i] for i in batch])

    def __len__(self):
        return len(self.dataset) // self.batch_size
