# The full transform, cut and stacked.
class HalfFourier(nn.Module):
    def __init__(self):
        super(HalfFourier, self).__init__()

    def forward(self, X):
        half = torch.fft.fft(X)[..., : X.shape[-1] // 2 + 1]
        return torch.stack([half.real, half.imag], dim=-1)
