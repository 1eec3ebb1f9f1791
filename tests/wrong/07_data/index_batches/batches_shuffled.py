# The batches change places; within one, the neighbours stay together.
# fails: test_order_of_the_generator
def index_batches(n, batch_size, shuffle, drop_last, generator):
    batches = [list(range(i, min(i + batch_size, n))) for i in range(0, n, batch_size)]
    if drop_last and batches and len(batches[-1]) < batch_size:
        batches.pop()
    if shuffle:
        batches = [batches[i] for i in torch.randperm(len(batches), generator=generator)]
    return batches
