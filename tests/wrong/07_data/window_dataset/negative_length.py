# T - window, also where that is negative.
# fails: test_short_series
class WindowDataset(Dataset):
    def __init__(self, series, window):
        self.series = series
        self.window = window

    def __len__(self):
        return len(self.series) - self.window

    def __getitem__(self, index):
        end = index + self.window
        return self.series[index:end], self.series[end]
