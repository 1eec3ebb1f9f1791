# NumPy, and plain lists of the batches' sums.
def channel_statistics(loader):
    counts, sums, squares = [], [], []
    for images, _ in loader:
        x = images.numpy().astype(np.float64)
        counts.append(x.shape[0] * x.shape[2] * x.shape[3])
        sums.append(np.einsum("bchw->c", x))
        squares.append(np.einsum("bchw,bchw->c", x, x))
    n = sum(counts)
    mean = sum(sums) / n
    std = np.sqrt(np.maximum(sum(squares) / n - mean**2, 0))
    return torch.tensor(mean, dtype=torch.float32), torch.tensor(std, dtype=torch.float32)
