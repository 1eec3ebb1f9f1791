# Mirrored, but not rotated.
# fails: test_training_rotated
def image_datasets(root):
    from torchvision import datasets, transforms

    varied = transforms.Compose([transforms.RandomHorizontalFlip(), transforms.ToTensor()])
    train = datasets.ImageFolder(Path(root) / "train", varied)
    valid = datasets.ImageFolder(Path(root) / "valid", transforms.ToTensor())
    return train, valid
