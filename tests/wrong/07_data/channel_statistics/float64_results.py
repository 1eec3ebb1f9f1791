# The results stay in float64.
# fails: test_float32_results
def channel_statistics(loader):
    count, total, squares = 0, 0, 0
    for images, _ in loader:
        images = images.double()
        count += images.numel() // images.shape[1]
        total = total + images.sum(dim=(0, 2, 3))
        squares = squares + images.square().sum(dim=(0, 2, 3))
    mean = (total / count).to(images.dtype)
    return mean, (squares / count - mean.square()).clamp(min=0).sqrt()
