# First a tensor, then varied; rotated before it is mirrored.
def image_datasets(root):
    from torchvision import datasets, transforms

    to_tensor = transforms.ToTensor()
    varied = [to_tensor, transforms.RandomRotation((-10, 10)), transforms.RandomHorizontalFlip(0.5)]
    return (
        datasets.ImageFolder(f"{root}/train", transform=transforms.Compose(varied)),
        datasets.ImageFolder(f"{root}/valid", transform=to_tensor),
    )
