# The transform for training is passed to both, as a book has it.
# fails: test_validation_stays_as_it_is
def image_datasets(root):
    from torchvision import datasets, transforms

    transform_train = transforms.Compose(
        [
            transforms.RandomHorizontalFlip(),
            transforms.RandomRotation(10),
            transforms.ToTensor(),
        ]
    )
    transform_valid = transforms.ToTensor()
    train = datasets.ImageFolder(f"{root}/train", transform=transform_train)
    valid = datasets.ImageFolder(f"{root}/valid", transform=transform_train)
    return train, valid
