# The training pictures are not varied at all.
# fails: test_training_mirrored_half_of_the_time
# fails: test_training_rotated
def image_datasets(root):
    from torchvision import datasets, transforms

    return tuple(
        datasets.ImageFolder(Path(root) / part, transforms.ToTensor()) for part in ("train", "valid")
    )
