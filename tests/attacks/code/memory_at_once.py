# Asks for more memory than there is, in one piece.
# gets: 0, out of memory
import torch


class Square(nn.Module):
    def forward(self, x):
        return torch.ones(1 << 40)
