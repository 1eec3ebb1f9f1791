# Answers at once, and leaves threads and processes that burn processor time until the end.
# gets: 0, graded
import os
import threading


def burn():
    while True:
        pass


threading.Thread(target=burn, daemon=True).start()
for _ in range(2):
    if os.fork() == 0:
        burn()


class Square(nn.Module):
    def forward(self, x):
        return x
