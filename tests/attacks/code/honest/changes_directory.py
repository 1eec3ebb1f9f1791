# Works in a directory of its own, and keeps a cache in its home.
import os
import tempfile
from pathlib import Path

os.chdir(tempfile.mkdtemp())
cache = Path.home() / ".cache" / "square"
cache.mkdir(parents=True)


class Square(nn.Module):
    def forward(self, x):
        (cache / "last.txt").write_text(str(x))
        return x * x
