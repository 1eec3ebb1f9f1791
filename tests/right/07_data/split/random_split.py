# PyTorch's own, with the sizes worked out.
def split(dataset, fraction, seed):
    from torch.utils.data import random_split

    size = round(fraction * len(dataset))
    generator = torch.Generator().manual_seed(seed)
    return tuple(random_split(dataset, [size, len(dataset) - size], generator=generator))
