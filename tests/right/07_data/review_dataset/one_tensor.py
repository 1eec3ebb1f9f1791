# One tensor of ones for all reviews, filled from the right.
class ReviewDataset(Dataset):
    def __init__(self, tsv, vocabulary, length):
        texts, labels = [], []
        with open(tsv, encoding="utf-8") as file:
            next(file)
            for line in file:
                text, label, source = line.rstrip("\n").split("\t")
                texts.append(vocabulary.encode(text))
                labels.append(label == "1")
        self.tokens = torch.full((len(texts), length), 1)
        for row, ids in zip(self.tokens, texts, strict=True):
            kept = ids[max(0, len(ids) - length) :]
            row[length - len(kept) :] = torch.tensor(kept, dtype=torch.int64)
        self.labels = torch.tensor(labels).float()

    def __len__(self):
        return self.labels.numel()

    def __getitem__(self, i):
        return self.tokens[i], self.labels[i]
