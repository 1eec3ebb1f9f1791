# x is one long row.
# fails: test_windows
# fails: test_the_newest_row
# fails: test_keeps_the_dtype
# fails: test_items_from_workers
class WindowDataset(Dataset):
    def __init__(self, series, window):
        self.series = series
        self.window = window

    def __len__(self):
        return max(0, len(self.series) - self.window)

    def __getitem__(self, index):
        end = index + self.window
        return self.series[index:end].flatten(), self.series[end]
