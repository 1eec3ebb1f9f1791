# The book's way: one function for a block, one for the tower.
def block1():
    return nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 4), nn.ReLU())


def block2(n):
    net = nn.Sequential()
    for i in range(n):
        net.add_module("block" + str(i), block1())
    return net


def block_tower(n):
    return nn.Sequential(block2(n), nn.Linear(4, 1))
