"""Random numbers and their seeds."""

# Written as learners write: without types, and sure that there is a gradient where one was made.
# mypy: ignore-errors

import torch

from grader.devices.agreement.snippet import snippet


@snippet()
def a_seed_repeats(device):
    """The same seed gives the same numbers on the same device."""
    torch.manual_seed(3)
    first = [torch.rand(3, device=device), torch.randn(2, device=device)]
    torch.manual_seed(3)
    second = [torch.rand(3, device=device), torch.randn(2, device=device)]
    return [torch.equal(a, b) for a, b in zip(first, second, strict=True)]


@snippet(gives=[True, False])
def the_device_has_its_own_numbers(device):
    """Drawing on the device leaves the CPU's numbers alone, and gives others."""
    torch.manual_seed(3)
    alone = torch.rand(2)
    torch.manual_seed(3)
    there = torch.rand(2, device=device)
    after = torch.rand(2)
    return [torch.equal(alone, after), torch.equal(alone, there.cpu())]


@snippet()
def a_generator_of_the_device(device):
    """torch.Generator(device=...) draws on that device, apart from the default one."""
    generator = torch.Generator(device=device).manual_seed(5)
    first = torch.rand(3, device=device, generator=generator)
    torch.rand(3, device=device)
    second = torch.rand(3, device=device, generator=generator.manual_seed(5))
    return [torch.equal(first, second), generator.device == torch.device(device)]


@snippet()
def every_distribution(device):
    """Normal, uniform, integer, Bernoulli and categorical numbers have the right ranges."""
    torch.manual_seed(0)
    n = 4000
    normal = torch.randn(n, device=device)
    whole = torch.randint(2, 5, (n,), device=device)
    chosen = torch.multinomial(torch.tensor([0.0, 1.0, 3.0], device=device), n, True)
    return [
        abs(normal.mean().item()) < 0.1,
        abs(normal.std().item() - 1) < 0.1,
        sorted(whole.unique().tolist()),
        abs((chosen == 2).float().mean().item() - 0.75) < 0.05,
        sorted(torch.randperm(5, device=device).tolist()),
        abs(torch.bernoulli(torch.full((n,), 0.3, device=device)).mean().item() - 0.3) < 0.05,
        torch.rand_like(normal).device == torch.device(device),
    ]


@snippet()
def a_forked_generator(device):
    """fork_rng brings back the CPU's numbers, and an accelerator's."""
    torch.manual_seed(1)
    with torch.random.fork_rng(devices=[] if device == "cpu" else [torch.device(device).index]):
        first = torch.rand(2, device=device)
    return torch.equal(first, torch.rand(2, device=device))


@snippet()
def distributions(device):
    """torch.distributions sample where their parameters are."""
    normal = torch.distributions.Normal(torch.zeros(2, device=device), 1.0)
    sample = normal.rsample((3,))
    density = normal.log_prob(torch.tensor([0.0, 1.0], device=device))
    return [sample.device == torch.device(device), density.tolist()]
