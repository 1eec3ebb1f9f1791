# The generator is set back at each call: each epoch has the same order.
# fails: test_new_order_at_each_call
def index_batches(n, batch_size, shuffle, drop_last, generator):
    order = list(range(n))
    if shuffle:
        if generator is not None:
            generator.manual_seed(generator.initial_seed())
        order = torch.randperm(n, generator=generator).tolist()
    end = n - n % batch_size if drop_last else n
    return [order[i : i + batch_size] for i in range(0, end, batch_size)]
