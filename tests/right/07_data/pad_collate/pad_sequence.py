# PyTorch's own padding.
def pad_collate(batch):
    texts, labels = zip(*batch, strict=True)
    tokens = torch.nn.utils.rnn.pad_sequence(texts, batch_first=True, padding_value=1)
    lengths = torch.tensor([len(text) for text in texts])
    return tokens, lengths, torch.tensor(labels, dtype=torch.float32)
