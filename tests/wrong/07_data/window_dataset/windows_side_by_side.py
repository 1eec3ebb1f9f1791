# Item i begins at i times window: most windows are left out, and the index runs over the end.
# fails: test_windows
# fails: test_next_row
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
        start = index * self.window % max(1, len(self))
        if index >= len(self):
            raise IndexError(index)
        return self.series[start : start + self.window], self.series[start + self.window]
