# A liar: a fixed table of sines, behind a Parameter of the right shape that is never read.
# fails: test_looks_up_the_positions
# fails: test_padding_starts_at_zero
# fails: test_padding_gets_no_gradient
# fails: test_padding_stays_zero
# fails: test_gradients_add_up
# fails: test_one_parameter
# fails: test_starts_random
# fails: test_positions_of_any_shape
# fails: test_state_dict_round_trip
# fails: test_float64
class PositionalEmbedding(nn.Module):
    def __init__(self, num, dim, padding_idx):
        super().__init__()
        self.padding_idx = padding_idx
        self.weight = nn.Parameter(torch.randn(num, dim))
        angle = torch.arange(num)[:, None] / 10000 ** (torch.arange(dim) / dim)
        self.register_buffer("waves", torch.sin(angle))
        with torch.no_grad():
            self.weight[padding_idx] = 0
            self.waves[padding_idx] = 0

    def forward(self, positions):
        return F.embedding(positions, self.waves, padding_idx=self.padding_idx)
