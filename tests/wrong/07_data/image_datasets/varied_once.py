# Each picture is varied once, when the datasets are made, and then always the same.
# fails: test_training_mirrored_half_of_the_time
# fails: test_training_rotated
def image_datasets(root):
    from torchvision import datasets, transforms

    class Kept(datasets.ImageFolder):
        def __init__(self, *arguments):
            super().__init__(*arguments)
            self.kept = [super(Kept, self).__getitem__(i) for i in range(len(self))]

        def __getitem__(self, index):
            return self.kept[index]

    varied = transforms.Compose(
        [
            transforms.RandomHorizontalFlip(),
            transforms.RandomRotation((8, 10)),
            transforms.ToTensor(),
        ]
    )
    train = Kept(Path(root) / "train", varied)
    valid = datasets.ImageFolder(Path(root) / "valid", transforms.ToTensor())
    return train, valid
