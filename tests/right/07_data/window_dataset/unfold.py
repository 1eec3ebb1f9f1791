# All windows at once.
class WindowDataset(Dataset):
    def __init__(self, series, window):
        self.n = max(0, series.shape[0] - window)
        if self.n:
            self.x = series.unfold(0, window, 1).transpose(1, 2)[: self.n]
            self.y = series[window:]

    def __len__(self):
        return self.n

    def __getitem__(self, i):
        if not 0 <= i < self.n:
            raise IndexError(f"there are {self.n} windows, and {i} was asked for")
        return self.x[i], self.y[i]
