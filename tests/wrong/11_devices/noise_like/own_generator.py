# A generator of its own does not hear of torch.manual_seed.
# fails: test_repeatable_by_the_seed
GENERATORS = {}


def noise_like(x):
    if x.device not in GENERATORS:
        GENERATORS[x.device] = torch.Generator(device=x.device)
        GENERATORS[x.device].seed()
    return torch.randn(x.shape, dtype=x.dtype, device=x.device, generator=GENERATORS[x.device])
