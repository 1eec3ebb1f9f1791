# Without a GPU the list is empty, as an older edition of a book has it.
# fails: test_a_list_with_the_cpu_where_there_is_none
def try_gpu(i=0):
    if 0 <= i < torch.cuda.device_count():
        return torch.device("cuda", i)
    return torch.device("cpu")


def try_all_gpus():
    return [torch.device("cuda", i) for i in range(torch.cuda.device_count())]
