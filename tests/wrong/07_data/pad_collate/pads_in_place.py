# The texts of the dataset are made longer themselves.
# fails: test_leaves_the_batch_alone
def pad_collate(batch):
    lengths = torch.tensor([len(text) for text, _ in batch])
    width = int(lengths.max())
    for text, _ in batch:
        n = len(text)
        text.resize_(width)
        text[n:] = 1
    tokens = torch.stack([text for text, _ in batch])
    return tokens, lengths, torch.tensor([label for _, label in batch])
