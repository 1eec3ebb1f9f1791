# The line is split at white space: the text ends at its first space.
# fails: test_text_up_to_the_tab
class ReviewDataset(Dataset):
    def __init__(self, tsv, vocabulary, length):
        self.items = []
        for line in Path(tsv).read_text(encoding="utf-8").splitlines()[1:]:
            fields = line.split()
            ids = vocabulary.encode(fields[0])[-length:]
            ids = [1] * (length - len(ids)) + ids
            self.items.append((torch.tensor(ids), torch.tensor(float(fields[-2]))))

    def __len__(self):
        return len(self.items)

    def __getitem__(self, index):
        return self.items[index]
