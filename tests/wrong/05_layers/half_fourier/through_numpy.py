# NumPy's transform: no graph, and always float64 inside.
# fails: test_gradient
import numpy as np


class HalfFourier(nn.Module):
    def forward(self, x):
        half = np.fft.rfft(x.detach().numpy())
        return torch.from_numpy(np.stack([half.real, half.imag], axis=-1)).to(x.dtype)
