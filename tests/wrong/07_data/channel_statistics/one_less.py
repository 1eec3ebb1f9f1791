# The sum of squared distances is divided by one less than the number of pixels.
# fails: test_divides_by_the_number_of_pixels
def channel_statistics(loader):
    count, total, squares = 0, 0, 0
    for images, _ in loader:
        images = images.double()
        count += images.numel() // images.shape[1]
        total = total + images.sum(dim=(0, 2, 3))
        squares = squares + images.square().sum(dim=(0, 2, 3))
    mean = total / count
    variance = (squares - count * mean.square()).clamp(min=0) / (count - 1)
    return mean.float(), variance.sqrt().float()
