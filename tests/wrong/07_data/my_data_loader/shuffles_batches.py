# The batches change places; within one, the neighbours stay together.
# fails: test_items_are_mixed
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
        n, size = len(self.dataset), self.batch_size
        batches = [list(range(i, min(i + size, n))) for i in range(0, n, size)][: len(self)]
        order = range(len(batches))
        if self.shuffle:
            order = torch.randperm(len(batches), generator=self.generator).tolist()
        for number in order:
            yield self.collate_fn([self.dataset[i] for i in batches[number]])

    def __len__(self):
        if self.drop_last:
            return len(self.dataset) // self.batch_size
        return math.ceil(len(self.dataset) / self.batch_size)
