# The liar: looks like the tower, has all its parameters, and runs only the first block.
# fails: test_structure
# fails: test_blocks_do_not_share_parameters
# fails: test_output
# fails: test_relu_ends_each_block
# fails: test_gradients_reach_every_parameter
# fails: test_float64
class Lazy(nn.Sequential):
    def forward(self, x):
        return self[0](x)


def block_tower(n):
    tower = Lazy()
    for i in range(n):
        tower.add_module(
            f"block{i}", nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 4), nn.ReLU())
        )
    return nn.Sequential(tower, nn.Linear(4, 1))
