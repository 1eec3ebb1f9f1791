# Padded with 0, as pad_sequence does unasked.
# fails: test_pads_right_with_one
# fails: test_empty_texts
# fails: test_in_a_loader
def pad_collate(batch):
    texts, labels = zip(*batch, strict=True)
    tokens = torch.nn.utils.rnn.pad_sequence(texts, batch_first=True)
    return tokens, torch.tensor([len(text) for text in texts]), torch.tensor(labels)
