# The padding stands on the left.
# fails: test_pads_right_with_one
# fails: test_keeps_the_order
# fails: test_empty_texts
# fails: test_in_a_loader
def pad_collate(batch):
    width = max(len(text) for text, _ in batch)
    tokens = torch.ones(len(batch), width, dtype=torch.int64)
    for row, (text, _) in zip(tokens, batch, strict=True):
        row[width - len(text) :] = text
    lengths = torch.tensor([len(text) for text, _ in batch])
    return tokens, lengths, torch.tensor([label for _, label in batch])
