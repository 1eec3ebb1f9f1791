# A tensor cut in pieces, as a list of lists.
def index_batches(n, batch_size, shuffle, drop_last, generator):
    order = torch.randperm(n, generator=generator) if shuffle else torch.arange(n)
    batches = [piece.tolist() for piece in order.split(batch_size) if len(piece)]
    if drop_last:
        batches = [batch for batch in batches if len(batch) == batch_size]
    return batches
