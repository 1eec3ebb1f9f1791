# Standardised by what is given, but the ages are filled with the mean of the file itself.
# fails: test_ages_filled_by_the_training_statistics
# fails: test_validation_part_by_the_training_statistics
# fails: test_six_columns_for_any_file
# fails: test_no_age_known
class TitanicDataset(Dataset):
    def __init__(self, csv, statistics=None):
        with open(csv, newline="", encoding="utf-8") as file:
            rows = list(DictReader(file))
        ages = torch.tensor([float(row["age"] or "nan") for row in rows])
        missing = ages.isnan()
        ages[missing] = ages[~missing].mean()
        kinds = [[float(row["class"] == kind) for kind in ("1st", "2nd", "3rd")] for row in rows]
        sex = torch.tensor([float(row["sex"] == "female") for row in rows])
        x = torch.cat([torch.tensor(kinds), torch.stack([sex, ages, missing.float()], 1)], 1)
        if statistics is None:
            std = x.std(0, correction=0)
            std[std == 0] = 1
            statistics = (x.mean(0), std)
        mean, std = statistics
        self.statistics = (mean, std)
        self.x = (x - mean) / std
        self.y = torch.tensor([[float(row["survived"])] for row in rows])

    def __len__(self):
        return len(self.y)

    def __getitem__(self, index):
        return self.x[index], self.y[index]
