# Saves and loads by way of temporary files, and leaves some behind.
import tempfile
from pathlib import Path

import torch


class Square(nn.Module):
    def forward(self, x):
        with tempfile.TemporaryDirectory() as place:
            torch.save({"x": x}, f"{place}/x.pt")
            loaded = torch.load(f"{place}/x.pt")["x"]
        Path("left.txt").write_text("left here")
        Path(tempfile.mkdtemp(), "left.txt").write_text("left there")
        return loaded * loaded
