# Goes on past its limit, then answers as if nothing had been.
# gets: 0, timed out
import time


class Square(nn.Module):
    def forward(self, x):
        end = time.monotonic() + 6
        while time.monotonic() < end:
            try:
                time.sleep(6)
            except BaseException:
                pass
        return x * x
