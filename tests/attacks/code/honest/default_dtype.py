# Works in double precision by default, and gives back what it was given.
import torch

torch.set_default_dtype(torch.float64)
torch.set_printoptions(precision=12)


class Square(nn.Module):
    def __init__(self):
        super().__init__()
        self.one = nn.Parameter(torch.ones(1))

    def forward(self, x):
        return (x.double() * x.double() * self.one).to(x.dtype)
