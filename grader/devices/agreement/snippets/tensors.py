"""Tensors: made, moved, computed with, read."""

# Written as learners write: without types, and sure that there is a gradient where one was made.
# mypy: ignore-errors

import copy

import numpy as np
import torch

from grader.devices.agreement.snippet import snippet


def numbers(*shape: int, seed: int = 0) -> torch.Tensor:
    """The same normal numbers on every device: drawn on the CPU."""
    return torch.randn(*shape, generator=torch.Generator().manual_seed(seed))


@snippet()
def made_on_the_device(device):
    """A factory's device argument."""
    x = torch.arange(6.0, device=device).reshape(2, 3)
    return [x.device == torch.device(device), x.sum().item(), (x @ x.T).tolist()]


@snippet()
def factories(device):
    """zeros, ones, full, linspace, eye and their like."""
    made = [
        torch.zeros(2, device=device),
        torch.ones(2, dtype=torch.int64, device=device),
        torch.full((2,), 7.0, device=device),
        torch.linspace(0, 1, 3, device=device),
        torch.eye(2, device=device),
        torch.tensor([1.0, 2.0], device=device),
        torch.as_tensor([3, 4], device=device),
        torch.tril(torch.ones(2, 2, device=device)),
    ]
    return [[x.tolist(), str(x.dtype), x.device == torch.device(device)] for x in made]


@snippet()
def like_another(device):
    """zeros_like, full_like, new_ones and new_tensor follow the device of what they are like."""
    x = torch.ones(2, device=device)
    made = [torch.zeros_like(x), torch.full_like(x, 3), x.new_ones(2), x.new_tensor([1, 2])]
    return [[y.tolist(), y.device == x.device] for y in made]


@snippet()
def moved_with_to(device):
    """`to` gives a copy on the device and leaves the original where it was."""
    x = torch.ones(2, 3)
    y = x.to(device)
    return [y.device == torch.device(device), x.device.type, y.sum().item(), y.to(device) is y]


@snippet()
def moved_like_another(device):
    """`to(other)` takes device and dtype from a tensor."""
    other = torch.zeros(1, device=device, dtype=torch.float64)
    y = torch.ones(2).to(other)
    return [y.device == other.device, str(y.dtype), y.tolist()]


@snippet()
def moved_and_back(device):
    """There and back with non_blocking gives the same numbers once synchronised."""
    x = numbers(4, 5)
    y = x.to(device, non_blocking=True)
    z = (y * 2).to("cpu", non_blocking=True)
    if torch.accelerator.is_available():
        torch.accelerator.synchronize()
    return [z.device.type, torch.equal(z, x * 2)]


@snippet()
def under_with_torch_device(device):
    """Inside `with torch.device(...)`, what is made is made there; outside it is not."""
    with torch.device(device):
        x, y = torch.zeros(2), torch.tensor([1.0, 2.0])
        layer = torch.nn.Linear(2, 2)
    wanted = torch.device(device)
    inside = [x.device == wanted, y.device == wanted, layer.weight.device == wanted]
    return [inside, torch.zeros(1).device.type]


@snippet()
def under_a_default_device(device):
    """set_default_device holds for every factory until it is taken back."""
    torch.set_default_device(device)
    try:
        layer = torch.nn.Linear(3, 1)
        x = torch.ones(2, 3)
        layer(x).sum().backward()
        where = [t.device == torch.device(device) for t in (x, layer.weight, layer.weight.grad)]
    finally:
        torch.set_default_device(None)
    return [where, torch.zeros(1).device.type, layer.weight.grad.tolist()]


@snippet()
def arithmetic(device):
    """Operators, broadcasting, numbers on either side."""
    x, y = numbers(3, 1).to(device), numbers(4, seed=1).to(device)
    return [
        (x + y).tolist(),
        (2 * x - y / 3).tolist(),
        (1 / (x**2 + 1)).tolist(),
        (x.abs() % 0.3).tolist(),
        (-x // 0.5).tolist(),
        (x > y).tolist(),
    ]


@snippet()
def products(device):
    """Matrix products of every form."""
    a, b, v = numbers(3, 4).to(device), numbers(4, 2, seed=1).to(device), numbers(4).to(device)
    batch = numbers(5, 3, 4).to(device)
    return [
        (a @ b).tolist(),
        (a @ v).tolist(),
        (v @ b).tolist(),
        (v @ v).item(),
        (batch @ b).tolist(),
        torch.bmm(batch, batch.transpose(1, 2)).tolist(),
        torch.einsum("ij,jk->ki", a, b).tolist(),
        torch.outer(v, v).tolist(),
        torch.addmm(torch.ones(2, device=device), a, b, alpha=2).tolist(),
    ]


@snippet()
def reductions(device):
    """Sums, means, extremes, over all and over one dimension."""
    x = numbers(3, 4).to(device)
    values, places = x.max(dim=1)
    return [
        [x.sum().item(), x.mean(0).tolist(), x.std().item(), x.var(1).tolist()],
        [values.tolist(), places.tolist(), x.argmin(0).tolist(), x.amax().item()],
        [x.median().item(), x.norm().item(), x.prod(1).tolist(), x.logsumexp(1).tolist()],
        [(x > 0).any().item(), (x > 0).all(1).tolist(), (x > 0).sum().item()],
    ]


@snippet()
def views_share_memory(device):
    """A write through a view shows in its base."""
    x = torch.zeros(3, 4, device=device)
    x[1] = 5.0
    x[:, 0] += 1
    x.view(-1)[0] = 9
    x.T[3].fill_(7)
    x.unfold(1, 2, 2)[2, 0, 1] = 4
    x[x > 8] = -1
    return [x.tolist(), x.T.is_contiguous(), x[1].storage_offset(), x.diagonal().tolist()]


@snippet()
def shapes(device):
    """Reshaping, permuting, joining and splitting."""
    x = torch.arange(12, device=device).reshape(3, 4)
    return [
        x.permute(1, 0).reshape(2, -1).tolist(),
        torch.cat([x, x[:1]]).tolist(),
        torch.stack([x[0], x[1]], dim=1).tolist(),
        [part.tolist() for part in x.split([1, 3], dim=1)],
        [part.tolist() for part in x.chunk(2)],
        x.flip(0).roll(1, 1).tolist(),
        x[:, None].expand(3, 2, 4).shape[1],
        x.repeat(1, 2).tolist(),
        x.unsqueeze(0).squeeze_(0).tolist(),
        torch.tensor_split(x, 2, dim=1)[1].tolist(),
    ]


@snippet()
def advanced_indexing(device):
    """Masks, lists of places, gather and scatter."""
    x = numbers(4, 3).to(device)
    rows, columns = torch.tensor([0, 2], device=device), torch.tensor([1, 1], device=device)
    y = x.clone()
    y[rows, columns] = torch.tensor([10.0, 20.0], device=device)
    y[y < 0] = 0
    onehot = torch.zeros(2, 3, device=device).scatter_(1, columns[:, None], 1.0)
    return [
        x[rows].tolist(),
        y.tolist(),
        onehot.tolist(),
        x.gather(1, columns.repeat(2)[:, None]).tolist(),
        torch.where(x > 0, x, 0.0).tolist(),
        x.masked_fill(x > 0, -1.0).tolist(),
        x.index_select(0, rows).tolist(),
        (x > 1).nonzero().tolist(),
    ]


@snippet()
def indexed_from_the_cpu(device):
    """Indices may stay on the CPU where the tensor is on the device."""
    x = torch.arange(4.0, device=device)
    x[torch.tensor([0])] = 9.0
    return [x[torch.tensor([0, 2])].tolist(), x[torch.tensor([True, False, True, False])].tolist()]


@snippet()
def in_place(device):
    """Operations with an underscore change the tensor itself and return it."""
    x = torch.ones(2, 2, device=device)
    same = x.add_(2).mul_(torch.tensor([[1.0, 2.0], [3.0, 4.0]], device=device)) is x
    x.clamp_(max=6).sub_(1).div_(2).pow_(2)
    y = torch.empty(2, 2, device=device)
    y.copy_(torch.tensor([[1.0, 2.0], [3.0, 4.0]]))
    return [same, x.tolist(), y.tolist(), y.zero_().tolist(), y.t_().transpose_(0, 1).tolist()]


@snippet()
def into_a_given_tensor(device):
    """out= fills a tensor, one of the right size or an empty one."""
    x = torch.arange(4.0, device=device)
    right, empty = torch.zeros(4, device=device), torch.empty(0, device=device)
    torch.mul(x, 2, out=right)
    torch.cumsum(x, 0, out=empty)
    return [right.tolist(), empty.tolist(), empty.device == x.device]


@snippet()
def types(device):
    """Conversions, and which type a mixture has."""
    x = torch.tensor([0.0, 1.5, 2.0], device=device)
    half = x.bfloat16()
    return [
        [x.long().tolist(), x.bool().tolist(), x.double().tolist(), half.tolist()],
        [str((x.long() + 1.5).dtype), str((half * 2.0).dtype), str((x.int() / 2).dtype)],
        [str((half.sum() / 3).dtype), str((x.long().sum() * 0.5).dtype)],
    ]


@snippet()
def read_as_numbers(device):
    """item, tolist, float, bool, formatting and iteration need no copy by hand."""
    x = torch.tensor([1.0, 2.0, 4.0], device=device)
    return [
        [x.sum().item(), float(x[0]), int(x[1]), bool((x > 0).all())],
        [float(value) for value in x],
        [f"{x.mean():.3f}", len(x), 2.0 in x],
    ]


@snippet()
def a_number_from_the_cpu(device):
    """A CPU tensor without dimensions is a number to element-wise operations."""
    x = torch.ones(3, device=device)
    factor = torch.tensor(3.0)
    return [(x * factor).tolist(), (factor - x).tolist(), torch.where(x > 0, factor, x).tolist()]


@snippet()
def sorted_and_ranked(device):
    """sort, topk, unique, bincount, histc, searchsorted."""
    x = torch.tensor([3.0, 1.0, 2.0, 1.0], device=device)
    return [
        [part.tolist() for part in x.sort(descending=True, stable=True)],
        x.topk(2).values.tolist(),
        x.unique().tolist(),
        torch.bincount(x.long()).tolist(),
        torch.histc(x, 2).tolist(),
        torch.searchsorted(torch.tensor([1.0, 2.0], device=device), x).tolist(),
    ]


@snippet()
def linear_algebra(device):
    """Solving, inverting, decomposing."""
    x = numbers(3, 3).to(device)
    spd = x @ x.T + torch.eye(3, device=device)
    return [
        torch.linalg.solve(spd, torch.ones(3, device=device)).tolist(),
        torch.linalg.inv(spd).tolist(),
        torch.linalg.cholesky(spd).tolist(),
        torch.linalg.svdvals(x).tolist(),
        torch.linalg.eigvalsh(spd).tolist(),
        torch.linalg.det(spd).item(),
        torch.linalg.vector_norm(x, dim=1).tolist(),
    ]


@snippet()
def complex_numbers(device):
    """Fourier transforms, conjugates, real and imaginary parts."""
    x = numbers(8).to(device)
    spectrum = torch.fft.rfft(x)
    turned = torch.fft.ifft(x).conj()
    return [
        torch.view_as_real(spectrum).tolist(),
        spectrum.abs().tolist(),
        [turned.real.tolist(), turned.imag.tolist(), turned.cpu().imag.tolist()],
        torch.fft.irfft(spectrum).tolist(),
    ]


@snippet()
def copies(device):
    """clone and deepcopy are independent and stay on the device."""
    x = torch.ones(2, device=device)
    y, z = x.clone(), copy.deepcopy(x)
    x.zero_()
    return [y.tolist(), z.tolist(), y.device == x.device, z.device == x.device]


@snippet()
def to_numpy_by_the_cpu(device):
    """detach().cpu().numpy() works from anywhere, and from_numpy().to() is the way back."""
    x = torch.ones(2, device=device, requires_grad=True) * 3
    array = x.detach().cpu().numpy()
    back = torch.from_numpy(np.array([1.0, 2.0])).to(device)
    return [array.tolist(), back.tolist(), back.device == torch.device(device)]


@snippet()
def compared(device):
    """equal, allclose, isnan and isfinite."""
    x = torch.tensor([1.0, float("nan"), float("inf")], device=device)
    y = torch.ones(2, device=device)
    return [
        torch.equal(y, torch.ones(2, device=device)),
        torch.allclose(y, y + 1e-9),
        x.isnan().tolist(),
        x.isfinite().tolist(),
        torch.nan_to_num(x, posinf=5.0).tolist(),
    ]


@snippet()
def accumulated(device):
    """Running sums and their like."""
    x = numbers(3, 4).to(device)
    return [
        x.cumsum(0).tolist(),
        x.cumprod(1).tolist(),
        x.diff(dim=1).tolist(),
        torch.trapezoid(x).tolist(),
        x.cummax(0).values.tolist(),
    ]


@snippet()
def a_storage_resized(device):
    """resize_ keeps what there was."""
    x = torch.arange(4.0, device=device)
    x.resize_(2, 3)
    return [list(x.shape), x.flatten()[:4].tolist(), x.device == torch.device(device)]
