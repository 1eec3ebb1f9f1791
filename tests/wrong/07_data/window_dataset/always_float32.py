# Everything becomes float32.
# fails: test_keeps_the_dtype
class WindowDataset(Dataset):
    def __init__(self, series, window):
        self.series = series
        self.window = window

    def __len__(self):
        return max(0, len(self.series) - self.window)

    def __getitem__(self, index):
        end = index + self.window
        return self.series[index:end].float(), self.series[end].float()
