# A class for the training part, with coin and angle drawn by hand.
def image_datasets(root):
    from torchvision.datasets import ImageFolder
    from torchvision.transforms.functional import hflip, rotate, to_tensor

    class Varied(ImageFolder):
        def __getitem__(self, index):
            picture, label = super().__getitem__(index)
            if torch.rand(()) < 0.5:
                picture = hflip(picture)
            angle = float(torch.empty(()).uniform_(-10, 10))
            return to_tensor(rotate(picture, angle)), label

    root = Path(root)
    return Varied(root / "train"), ImageFolder(root / "valid", transform=to_tensor)
