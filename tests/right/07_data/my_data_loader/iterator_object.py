# An iterator class of its own, one object for each loop.
class Batches:
    def __init__(self, loader):
        self.loader = loader
        n = len(loader.dataset)
        self.order = torch.arange(n)
        if loader.shuffle:
            self.order = torch.randperm(n, generator=loader.generator)
        self.start = 0

    def __iter__(self):
        return self

    def __next__(self):
        chosen = self.order[self.start : self.start + self.loader.batch_size]
        self.start += self.loader.batch_size
        if len(chosen) == 0 or (self.loader.drop_last and len(chosen) < self.loader.batch_size):
            raise StopIteration
        return self.loader.collate_fn([self.loader.dataset[i] for i in chosen.tolist()])


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
        return Batches(self)

    def __len__(self):
        if self.drop_last:
            return len(self.dataset) // self.batch_size
        return math.ceil(len(self.dataset) / self.batch_size)
