# The lengths are a list.
# fails: test_lengths
# fails: test_keeps_the_order
# fails: test_empty_texts
# fails: test_in_a_loader
def pad_collate(batch):
    texts, labels = zip(*batch, strict=True)
    tokens = torch.nn.utils.rnn.pad_sequence(texts, batch_first=True, padding_value=1)
    return tokens, [len(text) for text in texts], torch.tensor(labels)
