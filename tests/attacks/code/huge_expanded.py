# Gives back a tensor that claims a million million elements over one number.
# gets: 0, graded
# says: take more than 64 MiB
import torch


class Square(nn.Module):
    def forward(self, x):
        return torch.zeros(1).expand(1 << 40)
