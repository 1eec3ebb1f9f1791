# The transforms have changed places.
# fails: test_validation_stays_as_it_is
# fails: test_training_mirrored_half_of_the_time
# fails: test_training_rotated
def image_datasets(root):
    from torchvision import datasets, transforms

    varied = transforms.Compose(
        [
            transforms.RandomHorizontalFlip(),
            transforms.RandomRotation(10),
            transforms.ToTensor(),
        ]
    )
    plain = transforms.ToTensor()
    train = datasets.ImageFolder(Path(root) / "train", plain)
    valid = datasets.ImageFolder(Path(root) / "valid", varied)
    return train, valid
