# Starts threads without end.
# gets: 0, too many processes
# says: can't start new thread
import threading
import time


class Square(nn.Module):
    def forward(self, x):
        for _ in range(10_000):
            threading.Thread(target=time.sleep, args=(600,), daemon=True).start()
        return x
