# The length is the number of tokens that are not 1.
# fails: test_lengths
def pad_collate(batch):
    texts, labels = zip(*batch, strict=True)
    tokens = torch.nn.utils.rnn.pad_sequence(texts, batch_first=True, padding_value=1)
    return tokens, (tokens != 1).sum(dim=1), torch.tensor(labels)
