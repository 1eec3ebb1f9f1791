# Kills itself with a signal.
# gets: 0, crashed
# says: SIGKILL
import os
import signal


class Square(nn.Module):
    def forward(self, x):
        os.kill(os.getpid(), signal.SIGKILL)
