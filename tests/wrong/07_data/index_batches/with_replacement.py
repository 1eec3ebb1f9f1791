# The indices are drawn with replacement.
# fails: test_shuffled_every_index_once
# fails: test_order_of_the_generator
# fails: test_new_order_at_each_call
def index_batches(n, batch_size, shuffle, drop_last, generator):
    order = list(range(n))
    if shuffle and n:
        order = torch.randint(n, (n,), generator=generator).tolist()
    batches = [order[i : i + batch_size] for i in range(0, n, batch_size)]
    if drop_last and batches and len(batches[-1]) < batch_size:
        batches.pop()
    return batches
