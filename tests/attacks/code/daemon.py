# Leaves a daemon behind: two forks and a session of its own.
# gets: 0, graded
import os
import time

if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        end = time.monotonic() + 600
        while time.monotonic() < end:
            time.sleep(0.1)
    os._exit(0)


class Square(nn.Module):
    def forward(self, x):
        return x
