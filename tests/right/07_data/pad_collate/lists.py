# Python lists, and tensors at the end; a list of three.
def pad_collate(batch):
    rows, lengths, labels = [], [], []
    longest = 0
    for text, label in batch:
        rows.append(text.tolist())
        lengths.append(text.numel())
        labels.append(float(label))
        longest = max(longest, lengths[-1])
    padded = [row + [1] * (longest - len(row)) for row in rows]
    return [torch.LongTensor(padded), torch.LongTensor(lengths), torch.FloatTensor(labels)]
