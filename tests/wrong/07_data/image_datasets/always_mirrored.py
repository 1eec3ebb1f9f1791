# The flip has probability 1.
# fails: test_training_mirrored_half_of_the_time
def image_datasets(root):
    from torchvision import datasets, transforms

    varied = transforms.Compose(
        [
            transforms.RandomHorizontalFlip(p=1.0),
            transforms.RandomRotation(10),
            transforms.ToTensor(),
        ]
    )
    train = datasets.ImageFolder(Path(root) / "train", varied)
    valid = datasets.ImageFolder(Path(root) / "valid", transforms.ToTensor())
    return train, valid
