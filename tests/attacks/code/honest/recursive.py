# Recurses a few thousand times, with the limit raised.
import functools
import sys

sys.setrecursionlimit(20_000)


@functools.lru_cache(maxsize=None)
def power(x, exponent):
    return 1.0 if exponent == 0 else x * power(x, exponent - 1)


assert power(1.0, 3000) == 1.0


class Square(nn.Module):
    def forward(self, x):
        return x * x
