# Sends its answer a byte at a time, for ever.
# gets: 0, timed out
import os
import time


class Square(nn.Module):
    def forward(self, x):
        os.write(3, (1 << 20).to_bytes(8, "big"))
        while True:
            try:
                os.write(3, b"x")
                time.sleep(0.05)
            except BaseException:
                pass
