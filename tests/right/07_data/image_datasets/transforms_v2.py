# The newer transforms, on tensors.
def image_datasets(root):
    import torchvision
    from torchvision.transforms import v2

    to_tensor = [v2.ToImage(), v2.ToDtype(torch.float32, scale=True)]
    random = [v2.RandomHorizontalFlip(0.5), v2.RandomRotation(degrees=(-10, 10))]
    folder = torchvision.datasets.ImageFolder
    train = folder(f"{root}/train", transform=v2.Compose(to_tensor + random))
    valid = folder(f"{root}/valid", transform=v2.Compose(to_tensor))
    return train, valid
