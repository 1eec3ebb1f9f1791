# Trains a network while it is loaded.
import torch

net = nn.Sequential(nn.Linear(1, 16), nn.Tanh(), nn.Linear(16, 1))
optimizer = torch.optim.Adam(net.parameters(), lr=0.01)
inputs = torch.linspace(-1, 1, 32).unsqueeze(1)
for _ in range(30):
    optimizer.zero_grad()
    loss = nn.functional.mse_loss(net(inputs), inputs**2)
    loss.backward()
    optimizer.step()


class Square(nn.Module):
    def forward(self, x):
        return x * x
