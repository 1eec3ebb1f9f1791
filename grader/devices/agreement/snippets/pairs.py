"""Two devices: not run on the CPU, nor where there is one GPU."""

# Written as learners write: without types, and sure that there is a gradient where one was made.
# mypy: ignore-errors

import torch
from torch import nn
from torch.nn.parallel import comm

from grader.devices.agreement.snippet import snippet
from grader.devices.agreement.snippets.tensors import numbers


@snippet(devices=2, gives=[True, [1.0, 1.0], True])
def copied_to_the_other(device, other):
    """`to` copies between devices."""
    x = torch.ones(2, device=device)
    y = x.to(other)
    x.zero_()
    return [y.device == torch.device(other), y.tolist(), x.device == torch.device(device)]


@snippet(devices=2, raises="mixed devices")
def product_over_two_devices(device, other):
    """Two devices do not mix either."""
    torch.ones(2, 2, device=device) @ torch.ones(2, 2, device=other)


@snippet(devices=2, gives=[[12.0, 12.0, 12.0], "cpu"])
def gradient_over_three_devices(device, other):
    """A graph that crosses from the CPU over both devices and back."""
    x = torch.ones(3, requires_grad=True)
    y = (x.to(device) * 2).to(other) * 3
    (y.cpu().sum() * 2).backward()
    return [x.grad.tolist(), x.grad.device.type]


@snippet(devices=2, gives=[True, True, True])
def a_model_on_two_devices(device, other):
    """Layers on different devices, with a move between them, train as one."""
    torch.manual_seed(0)
    first, second = nn.Linear(3, 4).to(device), nn.Linear(4, 1).to(other)
    optimizer = torch.optim.Adam([*first.parameters(), *second.parameters()], lr=0.05)
    x = numbers(8, 3)
    losses = []
    for _ in range(5):
        loss = second(first(x.to(device)).relu().to(other)).pow(2).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    on = [first.weight.grad.device, second.weight.grad.device]
    return [losses[-1] < losses[0], on[0] == torch.device(device), on[1] == torch.device(other)]


@snippet(devices=2, gives=[True, True, True, 2])
def data_parallel(device, other):
    """DataParallel gives the output and gradients of the plain module, gathered on the first."""
    torch.manual_seed(0)
    plain = nn.Sequential(nn.Linear(3, 5), nn.BatchNorm1d(5, affine=False).eval(), nn.Linear(5, 2))
    x = numbers(7, 3)
    expected = plain(x)
    expected.pow(2).sum().backward()
    gradient = plain[0].weight.grad.clone()
    plain.zero_grad()
    net = nn.DataParallel(plain.to(device))
    output = net(x.to(device))
    output.pow(2).sum().backward()
    return [
        torch.allclose(output.cpu(), expected, atol=1e-4),
        torch.allclose(plain[0].weight.grad.cpu(), gradient, atol=1e-3),
        output.device == torch.device(device),
        len(net.device_ids),
    ]


@snippet(devices=2, gives=[["0", "1"], True])
def data_parallel_replicas(device, other):
    """Each replica sees its part of the batch on its own device, and the module stays one."""
    seen = []

    class Spy(nn.Module):
        def __init__(self):
            super().__init__()
            self.weight = nn.Parameter(torch.ones(1))

        def forward(self, x):
            seen.append(str(x.device.index))
            return x * self.weight

    net = nn.DataParallel(Spy().to(device))
    net(torch.ones(4, 1, device=device))
    return [sorted(seen), net.module.weight.device == torch.device(device)]


@snippet(devices=2, raises="mixed devices")
def data_parallel_of_a_module_elsewhere(device, other):
    """The module has to be on the first device."""
    nn.DataParallel(nn.Linear(2, 1).to(other))(torch.ones(4, 2, device=device))


@snippet(devices=2, gives=[[2, 2, 1], [0, 1, 0], [15.0, 0.0]])
def scattered_and_gathered(device, other):
    """The primitives below DataParallel."""
    x = torch.arange(1.0, 6.0, device=device)
    parts = comm.scatter(x, [0, 1, 0], chunk_sizes=[2, 2, 1])
    whole = comm.gather(parts, destination=0)
    copies = comm.broadcast(x, [0, 1])
    return [
        [len(part) for part in parts],
        [part.device.index for part in parts],
        [whole.sum().item(), (copies[1].cpu() - x.cpu()).abs().sum().item()],
    ]


@snippet(devices=2, gives=[[0, 1, 0], [1, 1, 1], 0])
def the_current_device(device, other):
    """A device without an index is the current one."""
    kind = torch.device(device).type
    before = torch.accelerator.current_device_index()
    with torch.accelerator.device_index(1):
        inside = torch.accelerator.current_device_index()
        made = [
            torch.ones(1, device=kind),
            torch.ones(1).to(kind),
            torch.tensor([1.0], device=kind),
        ]
    torch.accelerator.set_device_index(1)
    torch.accelerator.set_device_index(0)
    after = torch.accelerator.current_device_index()
    indices = [x.device.index for x in made]
    return [[before, inside, after], indices, torch.ones(1, device=kind).device.index]


@snippet(devices=2, gives=[True, True])
def seeds_of_two_devices(device, other):
    """One seed, the same numbers on both devices; drawing on one leaves the other alone."""
    torch.manual_seed(2)
    first, second = torch.rand(3, device=device), torch.rand(3, device=other)
    torch.manual_seed(2)
    torch.rand(5, device=device)
    return [
        torch.equal(first.cpu(), second.cpu()),
        torch.equal(torch.rand(3, device=other), second),
    ]


@snippet(devices=2, gives=[1, 0])
def loaded_onto_the_other(device, other):
    """map_location as a dict from device to device."""
    import io

    file = io.BytesIO()
    torch.save(torch.ones(2, device=device), file)
    file.seek(0)
    there = torch.load(file, map_location={device: other}, weights_only=True)
    file.seek(0)
    return [there.device.index, torch.load(file, weights_only=True).device.index]


@snippet(devices=2, raises="mixed devices")
def a_generic_optimizer_step_over_devices(device, other):
    """A parameter and an update on different devices."""
    with torch.no_grad():
        torch.ones(2, device=device).sub_(torch.ones(2, device=other), alpha=0.1)
