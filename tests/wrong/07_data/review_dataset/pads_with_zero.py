# Padded with 0, which stands for an unknown word.
# fails: test_pads_left
# fails: test_text_without_words
# fails: test_text_up_to_the_tab
class ReviewDataset(Dataset):
    def __init__(self, tsv, vocabulary, length):
        self.items = []
        for line in Path(tsv).read_text(encoding="utf-8").splitlines()[1:]:
            text, label, _ = line.split("\t")
            ids = vocabulary.encode(text)[-length:]
            ids = [0] * (length - len(ids)) + ids
            self.items.append((torch.tensor(ids), torch.tensor(float(label))))

    def __len__(self):
        return len(self.items)

    def __getitem__(self, index):
        return self.items[index]
