# The series is called with the index, like a function.
# fails: test_windows
# fails: test_next_row
# fails: test_the_newest_row
# fails: test_index_beyond_the_end
# fails: test_keeps_the_dtype
# fails: test_leaves_the_series_alone
# fails: test_items_from_workers
class WindowDataset(Dataset):
    def __init__(self, series, window):
        self.data = series
        self.window = window

    def __len__(self):
        return max(0, len(self.data) - self.window)

    def __getitem__(self, index):
        end = index + self.window
        return self.data(slice(index, end)), self.data(end)
