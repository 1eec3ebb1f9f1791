# Gives back more data than an answer may hold.
# gets: 0, graded
# says: take more than 64 MiB
import torch


class Square(nn.Module):
    def forward(self, x):
        return torch.zeros(1 << 25)
