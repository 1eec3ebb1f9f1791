# One word too few is kept: off by one, and padded again.
# fails: test_exact_length
# fails: test_pads_left
# fails: test_keeps_the_last_words
# fails: test_one_item_a_line
# fails: test_text_without_words
# fails: test_items_from_workers
class ReviewDataset(Dataset):
    def __init__(self, tsv, vocabulary, length):
        self.items = []
        for line in Path(tsv).read_text(encoding="utf-8").splitlines()[1:]:
            text, label, _ = line.split("\t")
            ids = vocabulary.encode(text)
            ids = ids[len(ids) - length + 1 :] if len(ids) >= length else ids
            ids = [1] * (length - len(ids)) + ids
            self.items.append((torch.tensor(ids), torch.tensor(float(label))))

    def __len__(self):
        return len(self.items)

    def __getitem__(self, index):
        return self.items[index]
