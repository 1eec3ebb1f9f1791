"""torch.accelerator: how many, which, waiting, memory. The CPU is none, so it has other answers."""

# Written as learners write: without types, and sure that there is a gradient where one was made.
# mypy: ignore-errors

import time

import torch

from grader.devices.agreement.snippet import snippet

MIB = 1 << 20


@snippet(gives=[True, True, True, 0])
def there_is_one(device):
    """Availability, kind, count and the current index."""
    current = torch.accelerator.current_accelerator()
    return [
        torch.accelerator.is_available(),
        current is not None and current.type == torch.device(device).type,
        torch.accelerator.device_count() > 0,
        torch.accelerator.current_device_index() if torch.accelerator.is_available() else None,
    ]


@snippet(gives=[True, True])
def chosen_by_availability(device):
    """The usual first lines of a script."""
    kind = torch.accelerator.current_accelerator(check_available=True)
    chosen = kind.type if kind is not None else "cpu"
    x = torch.ones(2).to(chosen)
    return [x.device.type == torch.device(device).type, kind is not None]


@snippet(gives=[1.0, True, True])
def synchronised_timing(device):
    """synchronize before reading the clock, and its own kinds of argument."""
    x = torch.eye(64, device=device)
    if not torch.accelerator.is_available():
        return None
    torch.accelerator.synchronize()
    start = time.perf_counter()
    y = x @ x
    torch.accelerator.synchronize(device)
    torch.accelerator.synchronize(torch.device(device))
    seconds = time.perf_counter() - start
    return [y[0, 0].item(), seconds > 0, seconds < 60]


@snippet(gives=[True, True])
def timed_by_events(device):
    """Events record when the work before them is done."""
    if not torch.accelerator.is_available():
        return None
    kind = torch.device(device).type
    start = torch.Event(kind, enable_timing=True)
    end = torch.Event(kind, enable_timing=True)
    start.record()
    x = torch.ones(64, 64, device=device)
    x @ x
    end.record()
    end.synchronize()
    return [start.elapsed_time(end) >= 0, end.query()]


@snippet(gives=[MIB, 0, True])
def memory_in_use(device):
    """Bytes of live tensors: up by what is made, down by what is let go."""
    if not torch.accelerator.is_available():
        return None
    before = torch.accelerator.memory_allocated(device)
    x = torch.zeros(MIB // 4, device=device)
    view = x[10:]
    with_both = torch.accelerator.memory_allocated(device) - before
    del x
    held_by_view = torch.accelerator.memory_allocated(device) - before == MIB
    del view
    return [with_both, torch.accelerator.memory_allocated(device) - before, held_by_view]


@snippet(gives=[True, True, True])
def memory_given_back(device):
    """The cache keeps what was let go until it is emptied; the peak remembers."""
    if not torch.accelerator.is_available():
        return None
    torch.accelerator.empty_cache()
    torch.accelerator.reset_peak_memory_stats(device)
    start = torch.accelerator.memory_reserved(device)
    x = torch.zeros(32 * MIB // 4, device=device)
    del x
    kept = torch.accelerator.memory_reserved(device)
    torch.accelerator.empty_cache()
    return [
        kept >= start + 32 * MIB,
        torch.accelerator.memory_reserved(device) <= start,
        torch.accelerator.max_memory_allocated(device) >= 32 * MIB,
    ]


@snippet(gives=[True, True])
def memory_of_a_graph(device):
    """What a backward pass needs is held until it has run."""
    if not torch.accelerator.is_available():
        return None
    w = torch.ones(MIB // 4, device=device, requires_grad=True)
    before = torch.accelerator.memory_allocated(device)
    loss = w.exp().sum()
    held = torch.accelerator.memory_allocated(device) - before
    loss.backward()
    w.grad = None
    del loss
    return [held >= MIB, torch.accelerator.memory_allocated(device) - before < 1024]


@snippet(gives=[True, True, True])
def a_stream(device):
    """Work on a stream of one's own, waited for."""
    if not torch.accelerator.is_available():
        return None
    stream = torch.Stream(device=device)
    with stream:
        inside = torch.accelerator.current_stream(torch.device(device)) == stream
        x = torch.ones(3, device=device) * 2
    stream.synchronize()
    return [inside, stream.query(), x.sum().item() == 6.0]
