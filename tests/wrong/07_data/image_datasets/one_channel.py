# The pictures are made grey: one channel.
# fails: test_validation_pictures
# fails: test_validation_stays_as_it_is
# fails: test_training_pictures
def image_datasets(root):
    from torchvision import datasets, transforms

    grey = transforms.Grayscale()
    varied = transforms.Compose(
        [
            grey,
            transforms.RandomHorizontalFlip(),
            transforms.RandomRotation(10),
            transforms.ToTensor(),
        ]
    )
    plain = transforms.Compose([grey, transforms.ToTensor()])
    train = datasets.ImageFolder(Path(root) / "train", varied)
    valid = datasets.ImageFolder(Path(root) / "valid", plain)
    return train, valid
