# A long text stays long.
# fails: test_keeps_the_last_words
class ReviewDataset(Dataset):
    def __init__(self, tsv, vocabulary, length):
        self.items = []
        for line in Path(tsv).read_text(encoding="utf-8").splitlines()[1:]:
            text, label, _ = line.split("\t")
            ids = vocabulary.encode(text)
            ids = [1] * (length - len(ids)) + ids
            self.items.append((torch.tensor(ids), torch.tensor(float(label))))

    def __len__(self):
        return len(self.items)

    def __getitem__(self, index):
        return self.items[index]
