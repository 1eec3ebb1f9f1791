# The rows stay text; an item is computed when it is asked for.
class TitanicDataset(Dataset):
    CLASSES = {"1st": 0, "2nd": 1, "3rd": 2}

    def __init__(self, csv, statistics=None):
        self.rows = [row for row in DictReader(Path(csv).open(newline=""))]
        if statistics is None:
            known = [float(row["age"]) for row in self.rows if row["age"] != ""]
            self.fill = sum(known) / len(known)
            raw = torch.stack([self._raw(row) for row in self.rows])
            mean = raw.mean(dim=0)
            std = ((raw - mean) ** 2).mean(dim=0).sqrt()
            constant = (raw == raw[0]).all(dim=0)
            std[constant] = 1.0
            statistics = [mean, std]
        self.statistics = statistics
        self.fill = float(self.statistics[0][4])

    def _raw(self, row):
        x = torch.zeros(6)
        x[self.CLASSES[row["class"]]] = 1
        x[3] = 1 if row["sex"] == "female" else 0
        x[4] = float(row["age"]) if row["age"] else self.fill
        x[5] = 0 if row["age"] else 1
        return x

    def __len__(self):
        return len(self.rows)

    def __getitem__(self, index):
        row = self.rows[index]
        mean, std = self.statistics
        x = (self._raw(row) - mean) / std
        y = torch.tensor([1.0 if row["survived"] == "1" else 0.0])
        return x, y
