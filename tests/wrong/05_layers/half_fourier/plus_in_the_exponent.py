# The transform by hand, with a plus in the exponent.
# fails: test_sign_of_the_imaginary_part
# fails: test_coefficients
# fails: test_real_and_imaginary_part_come_last
# fails: test_how_many_for_an_even_length
# fails: test_how_many_for_an_odd_length
# fails: test_leading_dimensions
# fails: test_gradient
# fails: test_float64
class HalfFourier(nn.Module):
    def forward(self, x):
        n = x.shape[-1]
        k = torch.arange(n // 2 + 1, dtype=x.dtype)
        angle = 2 * math.pi * torch.arange(n, dtype=x.dtype)[:, None] * k / n
        return torch.stack([x @ torch.cos(angle), x @ torch.sin(angle)], dim=-1)
