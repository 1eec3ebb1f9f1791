# The line of the columns' names is taken for a review.
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
        self.items = []
        for line in Path(tsv).read_text(encoding="utf-8").splitlines():
            text, label, _ = line.split("\t")
            ids = vocabulary.encode(text)[-length:]
            ids = [1] * (length - len(ids)) + ids
            self.items.append((torch.tensor(ids), torch.tensor(float(label == "1"))))

    def __len__(self):
        return len(self.items)

    def __getitem__(self, index):
        return self.items[index]
