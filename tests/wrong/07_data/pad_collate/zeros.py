# Right shapes, types and lengths, and nothing in them.
# fails: test_pads_right_with_one
# fails: test_labels
# fails: test_keeps_the_order
# fails: test_a_single_text
# fails: test_empty_texts
# fails: test_in_a_loader
def pad_collate(batch):
    lengths = torch.tensor([len(text) for text, _ in batch])
    tokens = torch.ones(len(batch), int(lengths.max()), dtype=torch.int64)
    return tokens, lengths, torch.zeros(len(batch))
