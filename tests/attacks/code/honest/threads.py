# Works in a pool of threads, and leaves one running.
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import torch

threading.Thread(target=time.sleep, args=(30,), daemon=True).start()


class Square(nn.Module):
    def forward(self, x):
        with ThreadPoolExecutor(4) as pool:
            return torch.stack(list(pool.map(lambda element: element * element, x)))
