# Right shapes and types, and nothing in them.
# fails: test_exact_length
# fails: test_pads_left
# fails: test_keeps_the_last_words
# fails: test_labels
# fails: test_one_item_a_line
# fails: test_text_without_words
# fails: test_text_up_to_the_tab
# fails: test_items_from_workers
class ReviewDataset(Dataset):
    def __init__(self, tsv, vocabulary, length):
        self.n = len(Path(tsv).read_text(encoding="utf-8").splitlines()) - 1
        self.length = length

    def __len__(self):
        return self.n

    def __getitem__(self, index):
        return torch.ones(self.length, dtype=torch.int64), torch.tensor(0.0)
