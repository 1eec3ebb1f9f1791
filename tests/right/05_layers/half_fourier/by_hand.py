# Cosines and sines by hand.
class HalfFourier(nn.Module):
    def forward(self, x):
        n = x.shape[-1]
        k = torch.arange(n // 2 + 1, dtype=torch.float64)
        angle = 2 * math.pi * torch.arange(n, dtype=torch.float64)[:, None] * k / n
        waves = torch.stack([torch.cos(angle), -torch.sin(angle)], dim=-1).to(x.dtype)
        return torch.einsum("...t,tkp->...kp", x, waves)
