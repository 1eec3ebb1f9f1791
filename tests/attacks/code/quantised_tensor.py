# Gives back a quantised tensor.
# gets: 0, graded
# says: a quantised tensor
import torch


class Square(nn.Module):
    def forward(self, x):
        return torch.quantize_per_tensor(x, 0.1, 0, torch.qint8)
