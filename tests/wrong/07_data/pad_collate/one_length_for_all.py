# Every batch is padded to 64 words, whatever it holds.
# fails: test_longest_of_the_batch
# fails: test_pads_right_with_one
# fails: test_a_single_text
# fails: test_empty_texts
# fails: test_in_a_loader
def pad_collate(batch):
    tokens = torch.ones(len(batch), 64, dtype=torch.int64)
    for row, (text, _) in zip(tokens, batch, strict=True):
        row[: len(text)] = text
    lengths = torch.tensor([len(text) for text, _ in batch])
    return tokens, lengths, torch.tensor([label for _, label in batch])
