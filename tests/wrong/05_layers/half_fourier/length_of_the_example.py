# A liar: four numbers, as in the worked example, whatever comes.
# fails: test_coefficients
# fails: test_real_and_imaginary_part_come_last
# fails: test_how_many_for_an_even_length
# fails: test_how_many_for_an_odd_length
# fails: test_sign_of_the_imaginary_part
# fails: test_leading_dimensions
# fails: test_gradient
# fails: test_float64
class HalfFourier(nn.Module):
    def forward(self, x):
        half = torch.fft.rfft(x, n=4)
        wanted = x.shape[-1] // 2 + 1
        return F.pad(torch.view_as_real(half), (0, 0, 0, wanted - 3))
