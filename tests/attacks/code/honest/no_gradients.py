# Turns gradients off for good, and anomaly detection on.
import torch

torch.set_grad_enabled(False)
torch.autograd.set_detect_anomaly(True)


class Square(nn.Module):
    def forward(self, x):
        return x * x
