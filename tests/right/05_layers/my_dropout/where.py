# torch.where between the scaled input and zeros, and a default for p.
class MyDropout(nn.Module):
    def __init__(self, p=0.5):
        super().__init__()
        self.drop_prob = float(p)

    def forward(self, x):
        if self.training and self.drop_prob > 0:
            dropped = torch.rand_like(x) < self.drop_prob
            scale = 1 / (1 - self.drop_prob) if self.drop_prob < 1 else 0.0
            return torch.where(dropped, torch.zeros_like(x), x * scale)
        return x.clone()
