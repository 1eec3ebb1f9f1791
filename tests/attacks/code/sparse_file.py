# Makes a file of a terabyte that takes no room, and memory that is no file.
# gets: 0, graded
# prints: not to be had
import ctypes
import os

try:
    os.truncate(os.open("/tmp/huge", os.O_CREAT | os.O_RDWR), 1 << 40)
    print("DONE")
except OSError as error:
    print("not to be had", error)
libc = ctypes.CDLL(None)
if libc.memfd_create(b"hoard", 0) >= 0 or libc.shmget(0, 1 << 20, 0o1600) >= 0:
    print("DONE")


class Square(nn.Module):
    def forward(self, x):
        return x
