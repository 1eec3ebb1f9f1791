# Each window is centred, in the series itself.
# fails: test_leaves_the_series_alone
# fails: test_items_from_workers
class WindowDataset(Dataset):
    def __init__(self, series, window):
        self.series = series
        self.window = window

    def __len__(self):
        return max(0, len(self.series) - self.window)

    def __getitem__(self, index):
        end = index + self.window
        x, y = self.series[index:end].clone(), self.series[end].clone()
        self.series[index] = 0
        return x, y
