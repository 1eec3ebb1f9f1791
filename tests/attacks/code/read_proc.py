# Reads memory, environment and command lines of every process that it can see, or has heard of.
# gets: 0, graded
# prints: tried
import os

try:
    seen = [int(name) for name in os.listdir("/proc") if name.isdigit()]
except OSError:
    seen = [os.getpid(), os.getppid()]
for pid in {*seen, *range(@PID@ - 5, @PID@ + 20)}:
    for name in ("environ", "cmdline", "maps", "mem"):
        try:
            with open(f"/proc/{pid}/{name}", "rb") as file:
                content = file.read(100_000)
            if b"CANARY" in content:
                print("FOUND", pid, name, content)
        except OSError:
            pass
print("tried")


class Square(nn.Module):
    def forward(self, x):
        return x
