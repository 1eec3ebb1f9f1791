# All blocks and the last layer in one flat Sequential.
# fails: test_structure
# fails: test_names_of_the_blocks
# fails: test_blocks_do_not_share_parameters
# fails: test_shapes_of_the_parameters
# fails: test_output
# fails: test_relu_ends_each_block
# fails: test_gradients_reach_every_parameter
# fails: test_float64
def block_tower(n):
    net = nn.Sequential()
    for i in range(n):
        net.add_module(
            f"block{i}", nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 4), nn.ReLU())
        )
    net.add_module("last", nn.Linear(4, 1))
    return net
