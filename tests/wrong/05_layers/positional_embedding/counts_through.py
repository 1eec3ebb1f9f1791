# The layer counts the positions itself: it gives rows 0, 1, 2, … for every sentence.
# fails: test_looks_up_the_positions
# fails: test_padding_stays_zero
# fails: test_gradients_add_up
# fails: test_positions_of_any_shape
# fails: test_state_dict_round_trip
# fails: test_float64
class PositionalEmbedding(nn.Module):
    def __init__(self, num, dim, padding_idx):
        super().__init__()
        self.padding_idx = padding_idx
        self.weight = nn.Parameter(torch.randn(num, dim))
        with torch.no_grad():
            self.weight[padding_idx] = 0

    def forward(self, positions):
        steps = torch.arange(positions.numel()).view(positions.shape) % len(self.weight)
        return F.embedding(steps, self.weight, padding_idx=self.padding_idx)
