# The lengths are those of the padded rows: all the same.
# fails: test_lengths
# fails: test_keeps_the_order
# fails: test_empty_texts
# fails: test_in_a_loader
def pad_collate(batch):
    texts, labels = zip(*batch, strict=True)
    tokens = torch.nn.utils.rnn.pad_sequence(texts, batch_first=True, padding_value=1)
    return tokens, torch.tensor([len(row) for row in tokens]), torch.tensor(labels)
