# Gives back a tensor of a dtype that most comparisons know nothing of.
# gets: 0, graded
# says: dtype
import torch


class Square(nn.Module):
    def forward(self, x):
        return (x * x).to(torch.float8_e4m3fn)
