# The root is taken of what may have come out negative.
# fails: test_constant_pictures
def channel_statistics(loader):
    count, total, squares = 0, 0, 0
    for images, _ in loader:
        images = images.double()
        count += images.numel() // images.shape[1]
        total = total + images.sum(dim=(0, 2, 3))
        squares = squares + images.square().sum(dim=(0, 2, 3))
    mean = total / count
    return mean.float(), (squares / count - mean.square()).sqrt().float()
