# The std divides by one less than the number of rows, as torch does unasked.
# fails: test_statistics
class TitanicDataset(Dataset):
    def __init__(self, csv, statistics=None):
        with open(csv, newline="", encoding="utf-8") as file:
            rows = list(DictReader(file))
        x = torch.tensor(
            [
                [float(row["class"] == kind) for kind in ("1st", "2nd", "3rd")]
                + [float(row["sex"] == "female"), float(row["age"] or "nan"), float(not row["age"])]
                for row in rows
            ]
        )
        missing = x[:, 4].isnan()
        if statistics is None:
            x[missing, 4] = x[~missing, 4].mean()
            std = x.std(0)
            std[std == 0] = 1
            statistics = (x.mean(0), std)
        self.statistics = statistics
        mean, std = statistics
        x[missing, 4] = mean[4]
        self.x = (x - mean) / std
        self.y = torch.tensor([[float(row["survived"])] for row in rows])

    def __len__(self):
        return len(self.y)

    def __getitem__(self, index):
        return self.x[index], self.y[index]
