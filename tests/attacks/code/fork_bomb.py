# Forks without end.
# gets: 0, too many processes or timed out
import os
import time


class Square(nn.Module):
    def forward(self, x):
        for _ in range(10_000):
            if os.fork() == 0:
                time.sleep(600)
        return x
