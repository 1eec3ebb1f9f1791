# NumPy, in float64, and converted at the end.
class TitanicDataset(Dataset):
    def __init__(self, csv, statistics=None):
        import csv as reader

        with open(csv, newline="") as f:
            header, *rows = reader.reader(f)
        at = {name: place for place, name in enumerate(header)}
        kind = np.array([r[at["class"]] for r in rows])
        age = np.array([float(r[at["age"]]) if r[at["age"]] else np.nan for r in rows])
        unknown = np.isnan(age)
        if statistics is None:
            fill = np.nanmean(age)
        else:
            fill = statistics[0][4].item()
        age = np.where(unknown, fill, age)
        female = np.array([r[at["sex"]] == "female" for r in rows])
        table = np.stack([kind == "1st", kind == "2nd", kind == "3rd", female, age, unknown], 1)
        table = table.astype(np.float64)
        if statistics is None:
            sigma = table.std(0)
            sigma[sigma < 1e-12] = 1
            mean, std = table.mean(0), sigma
            self.statistics = (torch.tensor(mean).float(), torch.tensor(std).float())
        else:
            self.statistics = statistics
            mean, std = (s.double().numpy() for s in statistics)
        self.table = torch.from_numpy(((table - mean) / std).astype(np.float32))
        self.survived = np.array([int(r[at["survived"]]) for r in rows])

    def __len__(self):
        return len(self.table)

    def __getitem__(self, i):
        return self.table[i], torch.tensor([self.survived[i]], dtype=torch.float32)
