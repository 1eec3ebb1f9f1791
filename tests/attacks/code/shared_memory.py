# Leaves a message in shared memory and in a semaphore, and looks for one of others.
# gets: 0, graded
# prints: tried
import os
from multiprocessing import shared_memory

try:
    print("FOUND", bytes(shared_memory.SharedMemory("grader_answers").buf))
except (OSError, ImportError):
    pass
try:
    mine = shared_memory.SharedMemory("grader_answers", create=True, size=16)
    mine.buf[:4] = b"left"
except (OSError, ImportError):
    pass
try:
    for name in os.listdir("/dev/shm"):
        if name != "grader_answers":
            print("FOUND", name)
except OSError:
    pass
print("tried")


class Square(nn.Module):
    def forward(self, x):
        return x
