# The batches overlap by one: the end is taken for a part of the batch.
# fails: test_in_order
# fails: test_keeps_the_last_batch
# fails: test_drops_the_last_batch
# fails: test_shuffled_every_index_once
# fails: test_order_of_the_generator
# fails: test_new_order_at_each_call
# fails: test_draws_nothing_without_shuffle
def index_batches(n, batch_size, shuffle, drop_last, generator):
    order = torch.randperm(n, generator=generator).tolist() if shuffle else list(range(n))
    end = n - n % batch_size if drop_last else n
    for i in range(0, end, batch_size):
        yield order[i : i + batch_size + 1]
