"""Mixed precision under autocast, by the lists of CUDA's autocast."""

# Written as learners write: without types, and sure that there is a gradient where one was made.
# mypy: ignore-errors

import torch
import torch.nn.functional as F  # noqa: N812 - as everybody writes it
from torch import nn

from grader.devices.agreement.snippet import snippet
from grader.devices.agreement.snippets.tensors import numbers

# bfloat16 has 8 bits of precision.
BF16 = {"rtol": 3e-2, "atol": 3e-2}


def autocast(device):
    """bfloat16 on any kind of device."""
    return torch.autocast(torch.device(device).type, dtype=torch.bfloat16)


@snippet(**BF16)
def a_step_under_autocast(device):
    """Forward and loss under autocast: products in bfloat16, parameters and gradients float32."""
    torch.manual_seed(0)
    net = nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 3)).to(device)
    optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
    x, y = numbers(6, 4).to(device), torch.tensor([0, 1, 2, 0, 1, 2]).to(device)
    with autocast(device):
        output = net(x)
        loss = F.cross_entropy(output, y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return [
        [str(output.dtype), str(loss.dtype)],
        sorted({str(p.dtype) for p in net.parameters()}),
        sorted({str(p.grad.dtype) for p in net.parameters()}),
        [loss.item(), net[0].weight.flatten()[:5].tolist()],
    ]


@snippet(gives=["torch.bfloat16"] * 7)
def in_bfloat16(device):
    """Products, convolutions and attention."""
    x = numbers(2, 4, 4).to(device)
    with autocast(device):
        results = [
            x @ x,
            torch.bmm(x, x),
            F.linear(x, torch.ones(2, 4, device=device)),
            nn.Conv1d(4, 2, 3).to(device)(x),
            torch.einsum("bij,bjk->bik", x, x),
            F.scaled_dot_product_attention(x, x, x),
            nn.LSTMCell(4, 3).to(device)(x[0])[0],
        ]
    return [str(result.dtype) for result in results]


@snippet(gives=["torch.float32"] * 9)
def in_float32(device):
    """What loses too much in the lower precision is done in float32, also from bfloat16."""
    x = numbers(4, 4).to(device)
    with autocast(device):
        low = x @ x
        results = [
            low.softmax(1),
            low.log_softmax(1),
            low.exp(),
            low.sum(),
            low.pow(2),
            F.layer_norm(low, (4,)),
            F.mse_loss(low, low),
            F.cross_entropy(low, torch.zeros(4, dtype=torch.long, device=device)),
            low.norm(),
        ]
    return [str(result.dtype) for result in results]


@snippet(gives=["torch.bfloat16", "torch.bfloat16", "torch.float32", "torch.float32"])
def by_their_inputs(device):
    """Element-wise operations keep the type that they get; mixtures take the wider one."""
    x = numbers(4, 4).to(device)
    with autocast(device):
        low = x @ x
        results = [low.relu(), low * 2.0, low + x, torch.addcmul(x, low, low)]
    return [str(result.dtype) for result in results]


@snippet(gives=["torch.bfloat16", [True, True]])
def a_recurrent_layer(device):
    """A whole LSTM, whose output is in the lower precision and whose gradients are not."""
    torch.manual_seed(0)
    net = nn.LSTM(3, 4).to(device)
    with autocast(device):
        output, _ = net(numbers(5, 2, 3).to(device))
    output.float().sum().backward()
    gradient = net.weight_hh_l0.grad
    return [str(output.dtype), [gradient.dtype == torch.float32, bool(gradient.abs().sum() > 0)]]


@snippet()
def switched_off_inside(device):
    """An inner block with enabled=False, and the state after the block."""
    kind = torch.device(device).type
    x = torch.ones(2, 2, device=device)
    with autocast(device):
        inside = (x @ x).dtype
        with torch.autocast(kind, enabled=False):
            inner = (x @ x).dtype
    return [str(inside), str(inner), str((x @ x).dtype), torch.is_autocast_enabled(kind)]


@snippet()
def left_alone(device):
    """float64 and whole numbers are not cast."""
    double = torch.ones(2, 2, device=device, dtype=torch.float64)
    with autocast(device):
        return [str((double @ double).dtype), str(torch.ones(2, device=device).long().dtype)]


@snippet(raises="unsafe to autocast")
def binary_cross_entropy(device):
    """Of probabilities: refused under autocast on an accelerator."""
    with autocast(device):
        probabilities = torch.full((2,), 0.5, device=device)
        return F.binary_cross_entropy(probabilities, torch.ones(2, device=device)).item()


@snippet(rtol=1e-3)
def scaled_gradients(device):
    """GradScaler scales the loss, unscales the gradients, and skips a step with infinite ones."""
    kind = torch.device(device).type
    torch.manual_seed(0)
    net = nn.Linear(2, 1).to(device)
    optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
    scaler = torch.amp.GradScaler(kind, init_scale=64.0)
    x = torch.ones(3, 2, device=device)
    scaler.scale(net(x).pow(2).mean()).backward()
    scaled = net.bias.grad.item()
    scaler.unscale_(optimizer)
    unscaled = net.bias.grad.item()
    scaler.step(optimizer)
    scaler.update()
    before = net.bias.item()
    optimizer.zero_grad()
    scaler.scale(net(x * float("inf")).mean()).backward()
    scaler.step(optimizer)
    scaler.update()
    return [scaled / unscaled, net.bias.item() == before, scaler.get_scale()]
