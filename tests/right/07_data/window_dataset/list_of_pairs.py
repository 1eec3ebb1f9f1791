# The pairs are made at the start, and kept in a list.
class WindowDataset:
    def __init__(self, series, window):
        self.pairs = []
        for t in range(window, len(series)):
            self.pairs.append((series[t - window : t].clone(), series[t].clone()))

    def __len__(self):
        return len(self.pairs)

    def __getitem__(self, i):
        return self.pairs[i]
