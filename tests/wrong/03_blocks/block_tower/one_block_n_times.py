# One block object n times: the copies share their parameters.
# fails: test_blocks_do_not_share_parameters
# fails: test_output
# fails: test_gradients_reach_every_parameter
# fails: test_float64
# fails: test_names_of_the_blocks
def block_tower(n):
    block = nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 4), nn.ReLU())
    tower = nn.Sequential()
    for i in range(n):
        tower.add_module(f"block{i}", block)
    return nn.Sequential(tower, nn.Linear(4, 1))
