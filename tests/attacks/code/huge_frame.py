# Promises a frame of an exabyte, then sends without end.
# gets: 0, crashed
# says: far too much data
import os


class Square(nn.Module):
    def forward(self, x):
        os.write(3, (1 << 60).to_bytes(8, "big"))
        while True:
            os.write(3, bytes(65536))
