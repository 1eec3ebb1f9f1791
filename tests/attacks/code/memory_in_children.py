# Spreads a flood of memory over many processes, each within its own limit.
# gets: 0, out of memory or timed out
import os
import time


class Square(nn.Module):
    def forward(self, x):
        for _ in range(12):
            if os.fork() == 0:
                memory = bytearray(400 << 20)
                time.sleep(60)
        time.sleep(60)
