# Attaches to every process that it can see, and to those that it has heard of.
# gets: 0, graded
# prints: tried
import ctypes
import os

try:
    seen = [int(name) for name in os.listdir("/proc") if name.isdigit()]
except OSError:
    seen = [1, os.getppid()]
libc = ctypes.CDLL(None, use_errno=True)
for pid in {*seen, *range(@PID@, @PID@ + 20)} - {os.getpid()}:
    if libc.ptrace(16, pid, 0, 0) == 0 or libc.ptrace(0x4206, pid, 0, 0) == 0:
        print("ATTACHED", pid)
    try:
        with open(f"/proc/{pid}/mem", "rb") as memory:
            print("ATTACHED", memory)
    except OSError:
        pass
print("tried")


class Square(nn.Module):
    def forward(self, x):
        return x
