# The last line is left out: the loop ends one too early.
# fails: test_one_item_a_line
# fails: test_pads_left
# fails: test_keeps_the_last_words
# fails: test_exact_length
# fails: test_labels
# fails: test_text_without_words
# fails: test_text_up_to_the_tab
# fails: test_items_from_workers
class ReviewDataset(Dataset):
    def __init__(self, tsv, vocabulary, length):
        lines = Path(tsv).read_text(encoding="utf-8").splitlines()
        self.items = []
        for number in range(1, len(lines) - 1):
            text, label, _ = lines[number].split("\t")
            ids = vocabulary.encode(text)[-length:]
            ids = [1] * (length - len(ids)) + ids
            self.items.append((torch.tensor(ids), torch.tensor(float(label))))

    def __len__(self):
        return len(self.items)

    def __getitem__(self, index):
        return self.items[index]
