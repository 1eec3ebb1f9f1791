# Asks other programs what the machine is like.
import os
import platform
import subprocess

listing = subprocess.run(["ls", "-l"], capture_output=True, text=True).stdout
os.system("uname -a")
platform.platform()


class Square(nn.Module):
    def forward(self, x):
        assert "shapes.py" in listing
        return x * x
