# PyTorch's loader in a new coat.
# fails: test_does_not_use_torchs_loader
class MyDataLoader(DataLoader):
    def __init__(
        self,
        dataset,
        batch_size,
        shuffle=False,
        drop_last=False,
        collate_fn=default_collate,
        generator=None,
    ):
        if not len(dataset):
            shuffle = False
        super().__init__(
            dataset,
            batch_size=batch_size,
            shuffle=shuffle,
            drop_last=drop_last,
            collate_fn=collate_fn,
            generator=generator or torch.Generator(),
        )
