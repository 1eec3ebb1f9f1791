# The blocks are appended by position: their names are '0', '1', …
# fails: test_names_of_the_blocks
# fails: test_blocks_do_not_share_parameters
# fails: test_shapes_of_the_parameters
# fails: test_output
# fails: test_relu_ends_each_block
# fails: test_gradients_reach_every_parameter
# fails: test_float64
def block_tower(n):
    def block():
        return nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 4), nn.ReLU())

    return nn.Sequential(nn.Sequential(*[block() for _ in range(n)]), nn.Linear(4, 1))
