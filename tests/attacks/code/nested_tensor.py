# Gives back a nested tensor, whose rows have different lengths.
# gets: 0, graded
# says: a nested tensor
import torch


class Square(nn.Module):
    def forward(self, x):
        return torch.nested.nested_tensor([x, x[:1]])
