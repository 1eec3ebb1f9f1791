# Loads its data by worker processes.
import torch
from torch.utils.data import DataLoader, TensorDataset

rows = TensorDataset(torch.arange(64.0).reshape(64, 1))
total = sum(x.sum().item() for (x,) in DataLoader(rows, batch_size=8, num_workers=2))


class Square(nn.Module):
    def forward(self, x):
        assert total == 2016
        kept = [row for batch in DataLoader(list(x), batch_size=1, num_workers=1) for row in batch]
        return torch.stack(kept) ** 2
