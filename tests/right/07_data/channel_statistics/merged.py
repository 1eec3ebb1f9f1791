# Mean and sum of squared distances, merged batch by batch: nothing large is subtracted.
def channel_statistics(loader):
    count, mean, spread = 0, None, None
    for images, *_ in loader:
        pixels = images.double().permute(1, 0, 2, 3).reshape(images.shape[1], -1)
        n, m = pixels.shape[1], pixels.mean(dim=1)
        s = ((pixels - m[:, None]) ** 2).sum(dim=1)
        if mean is None:
            count, mean, spread = n, m, s
            continue
        shift = m - mean
        spread = spread + s + shift**2 * count * n / (count + n)
        mean = mean + shift * n / (count + n)
        count += n
    return mean.to(torch.float32), (spread / count).sqrt().to(torch.float32)
