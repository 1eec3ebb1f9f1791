# Only the training pictures go from -1 to 1: the network meets two scales.
# fails: test_training_pictures
def image_datasets(root):
    from torchvision import datasets, transforms

    varied = transforms.Compose(
        [
            transforms.RandomHorizontalFlip(),
            transforms.RandomRotation(10),
            transforms.ToTensor(),
            transforms.Normalize([0.5] * 3, [0.5] * 3),
        ]
    )
    train = datasets.ImageFolder(Path(root) / "train", varied)
    valid = datasets.ImageFolder(Path(root) / "valid", transforms.ToTensor())
    return train, valid
