# Overruns the stack of the interpreter.
# gets: 0, timed out or crashed or graded
import sys


class Square(nn.Module):
    def forward(self, x):
        sys.setrecursionlimit(10**9)
        return self.forward(x)
