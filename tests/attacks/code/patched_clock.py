# Stops the clocks of its side and takes the alarm away, then never ends.
# gets: 0, timed out
import signal
import time

time.time = time.monotonic = time.perf_counter = lambda: 0.0
signal.setitimer(signal.ITIMER_REAL, 0)
signal.setitimer = signal.signal = lambda *arguments: None


class Square(nn.Module):
    def forward(self, x):
        signal.alarm(0)
        while True:
            pass
