# One more before halving: one coefficient too many for an odd n.
# fails: test_how_many_for_an_odd_length
# fails: test_real_and_imaginary_part_come_last
# fails: test_leading_dimensions
# fails: test_gradient
# fails: test_float64
class HalfFourier(nn.Module):
    def forward(self, x):
        n = x.shape[-1]
        return torch.view_as_real(torch.fft.fft(x))[..., : (n + 1) // 2 + 1, :]
