# Copies of one block, made by copy.deepcopy and set as attributes.
def block_tower(n):
    from copy import deepcopy

    block = nn.Sequential(
        nn.Linear(4, 8), nn.ReLU(inplace=True), nn.Linear(8, 4), nn.ReLU(inplace=True)
    )
    tower = nn.Sequential()
    for i in range(n):
        setattr(tower, f"block{i}", deepcopy(block))
    net = nn.Sequential()
    net.append(tower)
    net.append(nn.Linear(4, 1))
    return net
