# The class columns are those of the words in the file, as get_dummies makes them.
# fails: test_six_columns_for_any_file
# fails: test_constant_column
class TitanicDataset(Dataset):
    def __init__(self, csv, statistics=None):
        with open(csv, newline="", encoding="utf-8") as file:
            rows = list(DictReader(file))
        kinds = sorted({row["class"] for row in rows})
        x = torch.tensor(
            [
                [float(row["class"] == kind) for kind in kinds]
                + [float(row["sex"] == "female"), float(row["age"] or "nan"), float(not row["age"])]
                for row in rows
            ]
        )
        missing = x[:, -2].isnan()
        if statistics is None:
            x[missing, -2] = x[~missing, -2].mean()
            std = x.std(0, correction=0)
            std[std == 0] = 1
            statistics = (x.mean(0), std)
        self.statistics = statistics
        mean, std = statistics
        x[missing, -2] = mean[-2]
        self.x = (x - mean) / std
        self.y = torch.tensor([[float(row["survived"])] for row in rows])

    def __len__(self):
        return len(self.y)

    def __getitem__(self, index):
        return self.x[index], self.y[index]
