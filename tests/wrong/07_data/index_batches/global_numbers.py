# The generator is not passed on.
# fails: test_order_of_the_generator
# fails: test_global_random_numbers
def index_batches(n, batch_size, shuffle, drop_last, generator):
    order = torch.randperm(n).tolist() if shuffle else list(range(n))
    batches = [order[i : i + batch_size] for i in range(0, n, batch_size)]
    if drop_last and batches and len(batches[-1]) < batch_size:
        batches.pop()
    return batches
