# Ends the process with success from a thread, between two questions.
# gets: 0, crashed
import os
import threading
import time


def soon():
    time.sleep(0.3)
    os._exit(0)


threading.Thread(target=soon, daemon=True).start()


class Square(nn.Module):
    def forward(self, x):
        time.sleep(1.5)
        return x * x
