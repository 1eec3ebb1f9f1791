# Sleeps in place of looping: no processor time is used.
# gets: 0, timed out
import time


class Square(nn.Module):
    def forward(self, x):
        while True:
            try:
                time.sleep(1000)
            except BaseException:
                pass
