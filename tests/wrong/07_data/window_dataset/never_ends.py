# y is cut out as well: beyond the end it is empty, and no error says so.
# fails: test_index_beyond_the_end
class WindowDataset(Dataset):
    def __init__(self, series, window):
        self.series = series
        self.window = window

    def __len__(self):
        return max(0, len(self.series) - self.window)

    def __getitem__(self, index):
        end = index + self.window
        return self.series[index:end], self.series[end : end + 1].reshape(-1)
