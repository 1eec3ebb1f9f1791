# An empty text is a float tensor before it is padded.
# fails: test_text_without_words
class ReviewDataset(Dataset):
    def __init__(self, tsv, vocabulary, length):
        self.items = []
        for line in Path(tsv).read_text(encoding="utf-8").splitlines()[1:]:
            text, label, _ = line.split("\t")
            ids = vocabulary.encode(text)[-length:]
            tokens = torch.tensor(ids)
            filling = torch.ones(length - len(ids), dtype=tokens.dtype)
            self.items.append((torch.cat([filling, tokens]), torch.tensor(float(label))))

    def __len__(self):
        return len(self.items)

    def __getitem__(self, index):
        return self.items[index]
