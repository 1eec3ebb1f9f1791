# Everything is read at the start, into lists: no ImageFolder is left.
# fails: test_image_folders
# fails: test_training_mirrored_half_of_the_time
# fails: test_training_rotated
def image_datasets(root):
    from torchvision import datasets, transforms

    class Pictures(list):
        classes = ()

    varied = transforms.Compose(
        [
            transforms.RandomHorizontalFlip(),
            transforms.RandomRotation(10),
            transforms.ToTensor(),
        ]
    )
    parts = []
    for part, transform in (("train", varied), ("valid", transforms.ToTensor())):
        folder = datasets.ImageFolder(Path(root) / part, transform)
        parts.append(Pictures(folder))
        parts[-1].classes = folder.classes
    return tuple(parts)
