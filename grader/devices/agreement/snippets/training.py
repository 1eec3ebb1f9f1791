"""Training: loaders, optimizers, the loop."""

# Written as learners write: without types, and sure that there is a gradient where one was made.
# mypy: ignore-errors

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

from grader.devices.agreement.snippet import snippet
from grader.devices.agreement.snippets.tensors import numbers


def network():
    """A network with the same parameters every time."""
    torch.manual_seed(0)
    return nn.Sequential(nn.Linear(3, 8), nn.Tanh(), nn.Linear(8, 1))


def data():
    """Inputs and targets of a small regression."""
    x = numbers(16, 3)
    return x, x.sum(1, keepdim=True)


def losses_of(device, make_optimizer, steps=5):
    """The loss before each of some steps."""
    net = network().to(device)
    optimizer = make_optimizer(net.parameters())
    x, y = (part.to(device) for part in data())
    losses = []
    for _ in range(steps):
        loss = nn.functional.mse_loss(net(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses


@snippet()
def sgd(device):
    """SGD, plain and with momentum and weight decay."""
    return [
        losses_of(device, lambda p: torch.optim.SGD(p, lr=0.1)),
        losses_of(
            device,
            lambda p: torch.optim.SGD(p, 0.05, momentum=0.9, nesterov=True, weight_decay=0.1),
        ),
    ]


@snippet()
def adam(device):
    """Adam and AdamW."""
    return [
        losses_of(device, lambda p: torch.optim.Adam(p, lr=0.05, amsgrad=True)),
        losses_of(device, lambda p: torch.optim.AdamW(p, lr=0.05, weight_decay=0.1)),
    ]


@snippet()
def other_optimizers(device):
    """RMSprop, Adagrad, Adadelta, NAdam, RAdam, Adamax."""
    return [
        losses_of(device, lambda p: torch.optim.RMSprop(p, lr=0.01, momentum=0.5)),
        losses_of(device, lambda p: torch.optim.Adagrad(p, lr=0.1)),
        losses_of(device, lambda p: torch.optim.Adadelta(p, lr=1.0)),
        losses_of(device, lambda p: torch.optim.NAdam(p, lr=0.05)),
        losses_of(device, lambda p: torch.optim.RAdam(p, lr=0.05)),
        losses_of(device, lambda p: torch.optim.Adamax(p, lr=0.05)),
    ]


@snippet()
def fused_and_foreach(device):
    """One kernel for all parameters, where an optimizer is told to."""
    return [
        losses_of(device, lambda p: torch.optim.Adam(p, lr=0.05, fused=True)),
        losses_of(device, lambda p: torch.optim.AdamW(p, lr=0.05, foreach=True)),
        losses_of(device, lambda p: torch.optim.SGD(p, lr=0.05, foreach=True)),
    ]


@snippet()
def lbfgs(device):
    """LBFGS, which calls a closure."""
    net = network().to(device)
    optimizer = torch.optim.LBFGS(net.parameters(), lr=0.5, max_iter=4)
    x, y = (part.to(device) for part in data())
    losses = []

    def closure():
        optimizer.zero_grad()
        loss = nn.functional.mse_loss(net(x), y)
        loss.backward()
        losses.append(loss.item())
        return loss

    optimizer.step(closure)
    return losses


@snippet()
def an_optimizer_built_before_the_move(device):
    """It still trains the parameters, which stay the same objects."""
    net = network()
    optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
    net.to(device)
    x, y = (part.to(device) for part in data())
    losses = []
    for _ in range(4):
        loss = nn.functional.mse_loss(net(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses


@snippet()
def a_loop_over_batches(device):
    """The usual loop: model moved once, every batch moved, classes learnt."""
    torch.manual_seed(0)
    x = numbers(20, 2)
    loader = DataLoader(TensorDataset(x, (x[:, 0] > 0).long()), batch_size=8)
    net = nn.Sequential(nn.Linear(2, 8), nn.ReLU(), nn.Linear(8, 2)).to(device)
    optimizer = torch.optim.Adam(net.parameters(), lr=0.05)
    losses = []
    for _ in range(3):
        net.train()
        total = 0.0
        for inputs, labels in loader:
            inputs, labels = inputs.to(device), labels.to(device)
            loss = nn.functional.cross_entropy(net(inputs), labels)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimizer.step()
            total += loss.item() * len(inputs)
        losses.append(total / len(x))
    net.eval()
    with torch.no_grad():
        right = sum(
            (net(inputs.to(device)).argmax(1) == labels.to(device)).sum().item()
            for inputs, labels in loader
        )
    return [losses, right]


@snippet(gives=[[True, True], [8.0, 4.0]])
def a_loader_that_pins(device):
    """pin_memory=True gives pinned batches, which move without blocking."""
    loader = DataLoader(TensorDataset(torch.ones(6, 2)), batch_size=4, pin_memory=True)
    pinned, sums = [], []
    for (batch,) in loader:
        pinned.append(batch.is_pinned())
        sums.append(batch.to(device, non_blocking=True).sum().item())
    return [pinned, sums]


@snippet()
def a_loader_with_workers(device):
    """Workers make batches on the CPU; the loop moves them."""
    loader = DataLoader(TensorDataset(torch.arange(6.0)), batch_size=4, num_workers=2)
    return [batch.to(device).sum().item() for (batch,) in loader]


@snippet()
def a_dataset_on_the_device(device):
    """A small dataset moved whole; without workers, batches come from the device."""
    loader = DataLoader(TensorDataset(torch.arange(6.0, device=device)), batch_size=4)
    batches = [batch for (batch,) in loader]
    return [[b.tolist() for b in batches], all(b.device == torch.device(device) for b in batches)]


@snippet()
def clipped_gradients(device):
    """clip_grad_norm_ returns the norm before, on the device."""
    net = network().to(device)
    x, y = (part.to(device) for part in data())
    (100 * nn.functional.mse_loss(net(x), y)).backward()
    norm = nn.utils.clip_grad_norm_(net.parameters(), 1.0)
    after = torch.stack([p.grad.norm() for p in net.parameters()]).norm()
    nn.utils.clip_grad_value_(net.parameters(), 0.1)
    return [norm.item(), after.item(), max(p.grad.abs().max().item() for p in net.parameters())]


@snippet()
def accumulated_gradients(device):
    """Gradients of parts of a batch add up to the gradient of the whole."""
    net = network().to(device)
    x, y = (part.to(device) for part in data())
    for inputs, targets in zip(x.chunk(4), y.chunk(4), strict=True):
        (nn.functional.mse_loss(net(inputs), targets) / 4).backward()
    return [p.grad.flatten()[:4].tolist() for p in net.parameters()]


@snippet()
def a_learning_rate_schedule(device):
    """Schedulers change the rate of an optimizer over device parameters."""
    net = network().to(device)
    optimizer = torch.optim.AdamW(net.parameters(), lr=0.1)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, 4)
    x, y = (part.to(device) for part in data())
    rates, losses = [], []
    for _ in range(4):
        loss = nn.functional.mse_loss(net(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        schedule.step()
        rates.append(schedule.get_last_lr()[0])
        losses.append(loss.item())
    return [rates, losses]


@snippet()
def parameters_as_a_vector(device):
    """parameters_to_vector and back, as for averaging weights."""
    net = network().to(device)
    vector = nn.utils.parameters_to_vector(net.parameters())
    nn.utils.vector_to_parameters(vector * 2, net.parameters())
    return [vector.detach()[:5].tolist(), net[0].weight.flatten()[:5].tolist()]


@snippet()
def a_nested_batch(device):
    """Dicts and lists of tensors, moved piece by piece."""
    batch = {"x": torch.ones(2), "more": [torch.zeros(1), {"y": torch.arange(3)}], "id": "a"}

    def move(value):
        if isinstance(value, torch.Tensor):
            return value.to(device)
        if isinstance(value, dict):
            return {key: move(part) for key, part in value.items()}
        return [move(part) for part in value] if isinstance(value, list) else value

    moved = move(batch)
    inner = moved["more"][1]["y"]
    return [inner.tolist(), inner.device == torch.device(device), moved["id"]]
