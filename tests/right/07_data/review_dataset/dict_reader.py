# csv without quoting, and F.pad at each reading.
class ReviewDataset(Dataset):
    def __init__(self, tsv, vocabulary, length):
        import csv

        with open(tsv, encoding="utf-8", newline="") as file:
            self.rows = list(DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
        self.vocabulary = vocabulary
        self.length = length

    def __len__(self):
        return len(self.rows)

    def __getitem__(self, index):
        row = self.rows[index]
        tokens = torch.tensor(self.vocabulary.encode(row["text"]), dtype=torch.long)
        tokens = tokens[-self.length :]
        tokens = torch.nn.functional.pad(tokens, (self.length - len(tokens), 0), value=1)
        return tokens, torch.tensor(int(row["label"]), dtype=torch.float32)
