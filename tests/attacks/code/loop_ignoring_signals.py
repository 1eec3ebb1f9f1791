# Blocks the alarm that would interrupt it, then never ends.
# gets: 0, timed out
import signal


class Square(nn.Module):
    def forward(self, x):
        signal.pthread_sigmask(signal.SIG_BLOCK, range(1, 65))
        while True:
            pass
