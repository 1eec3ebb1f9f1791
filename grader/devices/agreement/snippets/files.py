"""Saving and loading."""

# Written as learners write: without types, and sure that there is a gradient where one was made.
# mypy: ignore-errors

import io
import pickle

import torch
from torch import nn

from grader.devices.agreement.snippet import snippet


def saved(value):
    """The bytes of torch.save, ready to be read."""
    file = io.BytesIO()
    torch.save(value, file)
    file.seek(0)
    return file


@snippet()
def a_tensor_comes_back_to_its_device(device):
    """A saved tensor knows its device, and is loaded there."""
    x = torch.arange(3.0, device=device)
    y = torch.load(saved({"x": x}), weights_only=True)["x"]
    return [y.tolist(), y.device == x.device]


@snippet()
def mapped_to_the_cpu(device):
    """map_location="cpu" loads what was saved from a device anywhere."""
    net = nn.Linear(2, 3).to(device)
    state = torch.load(saved(net.state_dict()), map_location="cpu", weights_only=True)
    other = nn.Linear(2, 3)
    other.load_state_dict(state)
    return [
        {name: value.device.type for name, value in state.items()},
        torch.equal(other.weight, net.weight.cpu()),
    ]


@snippet()
def mapped_to_the_device(device):
    """map_location moves what was saved from the CPU, given as text, device or function."""
    file = saved(torch.ones(2))
    wanted = []
    for location in (device, torch.device(device), lambda storage, _: storage.to(device=device)):
        file.seek(0)
        loaded = torch.load(file, map_location=location, weights_only=True)
        wanted.append([loaded.tolist(), loaded.device == torch.device(device)])
    return wanted


@snippet()
def a_portable_state_dict(device):
    """A state_dict brought to the CPU before saving holds no device; the net stays where it was."""
    net = nn.Linear(2, 2).to(device)
    state = {name: value.cpu() for name, value in net.state_dict().items()}
    loaded = torch.load(saved(state), weights_only=True)
    return [loaded["weight"].device.type, net.weight.device == torch.device(device)]


@snippet()
def a_whole_checkpoint(device):
    """Model and optimizer saved while training, loaded into new ones, go on alike."""
    torch.manual_seed(0)
    net = nn.Linear(3, 1).to(device)
    optimizer = torch.optim.Adam(net.parameters(), lr=0.1)
    x = torch.ones(2, 3, device=device)

    def step(net, optimizer):
        loss = net(x).pow(2).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        return loss.item()

    step(net, optimizer)
    file = saved({"net": net.state_dict(), "optimizer": optimizer.state_dict()})
    checkpoint = torch.load(file, map_location=device, weights_only=True)
    other = nn.Linear(3, 1).to(device)
    other.load_state_dict(checkpoint["net"])
    other_optimizer = torch.optim.Adam(other.parameters(), lr=0.1)
    other_optimizer.load_state_dict(checkpoint["optimizer"])
    state = other_optimizer.state[other.weight]
    return [
        step(net, optimizer),
        step(other, other_optimizer),
        state["exp_avg"].device == torch.device(device),
    ]


@snippet()
def shared_storage_stays_shared(device):
    """Two views of one tensor are views of one tensor after loading."""
    x = torch.zeros(4, device=device)
    loaded = torch.load(saved({"all": x, "half": x[:2]}), weights_only=True)
    loaded["half"].fill_(1)
    return loaded["all"].tolist()


@snippet()
def pickled(device):
    """pickle keeps device, values and requires_grad."""
    x = torch.ones(2, device=device, requires_grad=True)
    y = pickle.loads(pickle.dumps(x))
    return [y.tolist(), y.device == x.device, y.requires_grad]


@snippet()
def a_module_saved_whole(device):
    """A whole module comes back to its device, or to another."""
    file = saved(nn.Linear(2, 2).to(device))
    back = torch.load(file, weights_only=False)
    file.seek(0)
    moved = torch.load(file, map_location="cpu", weights_only=False)
    return [back.weight.device == torch.device(device), moved.weight.device.type]
