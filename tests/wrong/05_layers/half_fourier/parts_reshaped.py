# All real parts, then all imaginary ones, and a reshape that makes the shape right.
# fails: test_real_and_imaginary_part_come_last
# fails: test_coefficients
# fails: test_how_many_for_an_even_length
# fails: test_how_many_for_an_odd_length
# fails: test_sign_of_the_imaginary_part
# fails: test_leading_dimensions
# fails: test_gradient
# fails: test_float64
class HalfFourier(nn.Module):
    def forward(self, x):
        half = torch.fft.rfft(x)
        joined = torch.cat([half.real, half.imag], dim=-1)
        return joined.reshape(*half.shape, 2)
