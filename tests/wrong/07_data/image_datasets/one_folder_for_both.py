# Validates on the training pictures.
# fails: test_each_part_from_its_folder
# fails: test_validation_stays_as_it_is
# fails: test_validation_pictures
def image_datasets(root):
    from torchvision import datasets, transforms

    varied = transforms.Compose(
        [
            transforms.RandomHorizontalFlip(),
            transforms.RandomRotation(10),
            transforms.ToTensor(),
        ]
    )
    train = datasets.ImageFolder(Path(root) / "train", varied)
    valid = datasets.ImageFolder(Path(root) / "train", transforms.ToTensor())
    return train, valid
