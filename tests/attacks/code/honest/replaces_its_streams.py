# Redirects standard output and error, and closes one of them.
import contextlib
import io
import os
import sys

sys.stdout = open(os.devnull, "w")
sys.stderr.close()


class Square(nn.Module):
    def forward(self, x):
        with contextlib.redirect_stdout(io.StringIO()) as kept:
            print("into a string")
        assert kept.getvalue()
        return x * x
