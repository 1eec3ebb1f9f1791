# A block ends with its linear layer: the last ReLU is forgotten.
# fails: test_relu_ends_each_block
# fails: test_structure
# fails: test_output
# fails: test_gradients_reach_every_parameter
# fails: test_blocks_do_not_share_parameters
# fails: test_float64
def block_tower(n):
    tower = nn.Sequential()
    for i in range(n):
        tower.add_module(f"block{i}", nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 4)))
    return nn.Sequential(tower, nn.Linear(4, 1))
