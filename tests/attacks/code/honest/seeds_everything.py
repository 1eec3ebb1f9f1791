# Seeds every generator and asks for deterministic algorithms.
import os
import random

import numpy as np
import torch

os.environ["PYTHONHASHSEED"] = "0"
os.environ["CUBLAS_WORKSPACE_CONFIG"] = ":4096:8"
random.seed(0)
np.random.seed(0)
torch.manual_seed(0)
torch.use_deterministic_algorithms(True)


class Square(nn.Module):
    def forward(self, x):
        torch.manual_seed(0)
        return x * x
