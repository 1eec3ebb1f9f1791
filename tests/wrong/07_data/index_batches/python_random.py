# Python's own random numbers, which no torch generator governs.
# fails: test_order_of_the_generator
# fails: test_global_random_numbers
def index_batches(n, batch_size, shuffle, drop_last, generator):
    import random

    order = list(range(n))
    if shuffle:
        random.shuffle(order)
    end = n - n % batch_size if drop_last else n
    for i in range(0, end, batch_size):
        yield order[i : i + batch_size]
