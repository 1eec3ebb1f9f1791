# The pictures stay uint8, from 0 to 255.
# fails: test_validation_pictures
# fails: test_validation_stays_as_it_is
# fails: test_training_pictures
def image_datasets(root):
    from torchvision import datasets, transforms

    varied = transforms.Compose(
        [
            transforms.RandomHorizontalFlip(),
            transforms.RandomRotation(10),
            transforms.PILToTensor(),
        ]
    )
    train = datasets.ImageFolder(Path(root) / "train", varied)
    valid = datasets.ImageFolder(Path(root) / "valid", transforms.PILToTensor())
    return train, valid
