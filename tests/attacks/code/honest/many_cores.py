# Asks for many threads of PyTorch's, and multiplies large matrices in them.
import torch

torch.set_num_threads(8)
torch.set_num_interop_threads(4)
large = torch.ones(600, 600) @ torch.ones(600, 600)


class Square(nn.Module):
    def forward(self, x):
        return x * x * (large[0, 0] / 600)
