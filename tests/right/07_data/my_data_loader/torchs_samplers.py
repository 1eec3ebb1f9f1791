# PyTorch's samplers deal out the indices; they draw more from the generator than randperm.
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
        from torch.utils.data import BatchSampler, RandomSampler, SequentialSampler

        if len(self.dataset) == 0:
            return
        if self.shuffle:
            sampler = RandomSampler(self.dataset, generator=self.generator)
        else:
            sampler = SequentialSampler(self.dataset)
        for indices in BatchSampler(sampler, self.batch_size, self.drop_last):
            yield self.collate_fn([self.dataset[i] for i in indices])

    def __len__(self):
        n = len(self.dataset)
        return n // self.batch_size if self.drop_last else -(-n // self.batch_size)
