"""The snippets; importing this package fills SNIPPETS."""

from grader.devices.agreement.snippets import (
    accelerator,
    autograd,
    files,
    layers,
    mixed,
    pairs,
    precision,
    randomness,
    tensors,
    training,
)

__all__ = [
    "accelerator",
    "autograd",
    "files",
    "layers",
    "mixed",
    "pairs",
    "precision",
    "randomness",
    "tensors",
    "training",
]
