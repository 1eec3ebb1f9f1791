# The labels are made float, as a loss for yes and no wants them; cross-entropy does not.
# fails: test_labels_are_ints
def image_datasets(root):
    from torchvision import datasets, transforms

    varied = transforms.Compose(
        [
            transforms.RandomHorizontalFlip(),
            transforms.RandomRotation(10),
            transforms.ToTensor(),
        ]
    )
    train = datasets.ImageFolder(f"{root}/train", varied, target_transform=float)
    valid = datasets.ImageFolder(f"{root}/valid", transforms.ToTensor(), target_transform=float)
    return train, valid
