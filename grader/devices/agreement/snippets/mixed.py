"""Mistakes: what an accelerator refuses and the CPU, being everywhere at home, does not."""

# Written as learners write: without types, and sure that there is a gradient where one was made.
# mypy: ignore-errors

import numpy as np
import torch
from torch import nn

from grader.devices.agreement.snippet import snippet


@snippet(raises="mixed devices")
def sum_with_the_cpu(device):
    """The plainest mistake."""
    return (torch.ones(2, device=device) + torch.ones(2)).tolist()


@snippet(raises="mixed devices")
def product_with_the_cpu(device):
    """A matrix product."""
    return (torch.ones(2, 2) @ torch.ones(2, 2, device=device)).tolist()


@snippet(raises="mixed devices")
def in_place_into_the_cpu(device):
    """A CPU tensor to which a device's is added in place."""
    return torch.ones(2).add_(torch.ones(2, device=device)).tolist()


@snippet(raises="mixed devices")
def a_device_scalar_with_a_cpu_vector(device):
    """Only a CPU scalar is a number; a scalar of the device is not."""
    return (torch.ones(3) * torch.tensor(2.0, device=device)).tolist()


@snippet(raises="mixed devices")
def batch_left_behind(device):
    """The model moved, the batch not."""
    nn.Linear(2, 1).to(device)(torch.ones(4, 2))


@snippet(raises="mixed devices")
def model_left_behind(device):
    """The batch moved, the model not."""
    nn.Linear(2, 1)(torch.ones(4, 2, device=device))


@snippet(raises="mixed devices")
def images_left_behind(device):
    """The same with a convolution, whose message on CUDA speaks of input and weight type."""
    nn.Conv2d(1, 1, 1).to(device)(torch.ones(1, 1, 2, 2))


@snippet(raises="mixed devices")
def labels_left_behind(device):
    """Classes on the CPU."""
    output = torch.zeros(4, 3, device=device)
    return nn.CrossEntropyLoss()(output, torch.zeros(4, dtype=torch.long)).item()


@snippet(raises="mixed devices")
def targets_left_behind(device):
    """Targets of a regression on the CPU."""
    return nn.MSELoss()(torch.ones(4, device=device), torch.ones(4)).item()


@snippet(raises="mixed devices")
def class_weights_left_behind(device):
    """The loss has a tensor of its own, and was not moved."""
    loss = nn.CrossEntropyLoss(weight=torch.ones(3))
    labels = torch.zeros(4, dtype=torch.long, device=device)
    return loss(torch.zeros(4, 3, device=device), labels).item()


@snippet(raises="mixed devices")
def words_left_behind(device):
    """Indices of an embedding on the CPU."""
    nn.Embedding(3, 2).to(device)(torch.tensor([1]))


@snippet(raises="mixed devices")
def hidden_state_left_behind(device):
    """A hidden state made on the CPU."""
    state = torch.zeros(1, 1, 3), torch.zeros(1, 1, 3)
    nn.LSTM(2, 3).to(device)(torch.ones(1, 1, 2, device=device), state)


@snippet(raises="mixed devices")
def tensor_made_in_forward(device):
    """A tensor that forward makes without saying where."""

    class Noisy(nn.Module):
        def forward(self, x):
            return x + torch.zeros(x.shape)

    return Noisy().to(device)(torch.ones(2, device=device)).tolist()


@snippet(raises="mixed devices")
def plain_attribute(device):
    """A tensor that is neither parameter nor buffer does not move with its module."""

    class Scaled(nn.Module):
        def __init__(self):
            super().__init__()
            self.scale = torch.ones(2)

        def forward(self, x):
            return x * self.scale

    return Scaled().to(device)(torch.ones(2, device=device)).tolist()


@snippet(raises="mixed devices")
def joined_with_the_cpu(device):
    """cat of a device's and a CPU's tensors."""
    return torch.cat([torch.ones(1, device=device), torch.ones(1)]).tolist()


@snippet(raises="mixed devices")
def losses_of_two_devices_stacked(device):
    """Even scalars do not stack over devices."""
    return torch.stack([torch.tensor(1.0, device=device), torch.tensor(2.0)]).tolist()


@snippet(raises="mixed devices")
def norm_left_behind(device):
    """Batch norm in evaluation, whose statistics are on the CPU."""
    nn.BatchNorm1d(2).eval()(torch.ones(3, 2, device=device))


@snippet(raises="mixed devices")
def chosen_between_devices(device):
    """where over two devices."""
    x = torch.ones(2, device=device)
    return torch.where(x > 0, x, torch.zeros(2)).tolist()


@snippet(raises="mixed devices")
def values_written_from_the_cpu(device):
    """Values for listed places have to be on the device, though the places need not."""
    x = torch.zeros(3, device=device)
    x[torch.tensor([0, 1])] = torch.ones(2)
    return x.tolist()


@snippet()
def a_row_written_from_the_cpu(device):
    """A slice, though, is a copy, and copies may cross."""
    x = torch.zeros(2, 2, device=device)
    x[0] = torch.ones(2)
    return x.tolist()


@snippet(raises="index elsewhere")
def cpu_indexed_from_the_device(device):
    """A CPU tensor does not take indices from the device."""
    return torch.arange(4)[torch.tensor([1, 2], device=device)].tolist()


@snippet(raises="not for numpy")
def numpy_of_the_device(device):
    """`.numpy()` needs host memory."""
    return torch.ones(2, device=device).numpy().tolist()


@snippet(raises="not for numpy")
def asarray_of_the_device(device):
    """NumPy's own functions meet the same refusal."""
    return np.asarray(torch.ones(2, device=device)).tolist()


@snippet(raises="not for numpy")
def a_list_of_device_tensors(device):
    """So does an array of a list of tensors, as a plot of losses makes it."""
    return np.array([torch.ones(1, device=device) for _ in range(2)]).ravel().tolist()


@snippet(raises="cannot pin")
def pinned_on_the_device(device):
    """Only host memory can be pinned."""
    if device == "cpu":
        return None  # pinning needs an accelerator, so the CPU has nothing to compare
    torch.ones(2, device=device).pin_memory()


@snippet(raises="generator elsewhere")
def a_generator_left_behind(device):
    """A CPU generator does not draw on the device."""
    torch.rand(2, device=device, generator=torch.Generator().manual_seed(0))
    return None


@snippet(raises="no such device")
def a_device_that_is_not_there(device):
    """The CPU has no ordinals to get wrong."""
    kind = torch.device(device).type
    if kind == "cpu":
        return None
    torch.ones(1, device=f"{kind}:{torch.accelerator.device_count()}")
