# First the mean, then, in a second pass, the distances from it.
# fails: test_one_pass
def channel_statistics(loader):
    count, total = 0, 0
    for images, _ in loader:
        count += images.numel() // images.shape[1]
        total = total + images.double().sum(dim=(0, 2, 3))
    mean = total / count
    squares = 0
    for images, _ in loader:
        squares = squares + (images - mean[:, None, None]).square().sum(dim=(0, 2, 3))
    return mean.float(), (squares / count).sqrt().float()
