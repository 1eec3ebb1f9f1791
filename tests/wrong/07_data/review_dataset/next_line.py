# Gives the next line of the file, and does not look at the index.
# fails: test_items_from_workers
class ReviewDataset(Dataset):
    def __init__(self, tsv, vocabulary, length):
        self.tsv, self.vocabulary, self.length = tsv, vocabulary, length
        self.lines = Path(tsv).read_text(encoding="utf-8").splitlines()[1:]
        self.at = 0

    def __len__(self):
        return len(self.lines)

    def __getitem__(self, index):
        text, label, _ = self.lines[self.at % len(self.lines)].split("\t")
        self.at += 1
        ids = self.vocabulary.encode(text)[-self.length :]
        ids = [1] * (self.length - len(ids)) + ids
        return torch.tensor(ids), torch.tensor(float(label))
