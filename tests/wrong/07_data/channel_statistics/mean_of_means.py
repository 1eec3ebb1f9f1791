# The mean of the batches' means, and the root of the mean of their mean squares about it.
# fails: test_uneven_batches
# fails: test_pictures_of_several_sizes
# fails: test_divides_by_the_number_of_pixels
# fails: test_float32_results
def channel_statistics(loader):
    means, squares = [], []
    for images, _ in loader:
        images = images.double()
        means.append(images.mean(dim=(0, 2, 3)))
        squares.append(images.square().mean(dim=(0, 2, 3)))
    mean = torch.stack(means).mean(dim=0)
    variance = torch.stack(squares).mean(dim=0) - mean.square()
    return mean.float(), variance.clamp(min=0).sqrt().float()
