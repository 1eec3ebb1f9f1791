# The longest text comes first, and the labels stay where they were.
# fails: test_keeps_the_order
# fails: test_pads_right_with_one
# fails: test_lengths
# fails: test_empty_texts
# fails: test_in_a_loader
def pad_collate(batch):
    texts = sorted((text for text, _ in batch), key=len, reverse=True)
    tokens = torch.nn.utils.rnn.pad_sequence(texts, batch_first=True, padding_value=1)
    lengths = torch.tensor([len(text) for text in texts])
    return tokens, lengths, torch.tensor([label for _, label in batch])
