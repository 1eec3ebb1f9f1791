"""Fresh values for one student and one test, the same again at a regrade."""

from __future__ import annotations

import hashlib
import itertools
import random
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    import torch

Item = TypeVar("Item")


class Draw:
    """Draws from a generator of its own; the global ones stay untouched.

    Args:
        key: what the values depend on: the course's secret, the student, the exercise, the test.
    """

    def __init__(self, key: bytes) -> None:
        import torch

        seed = int.from_bytes(hashlib.sha256(key).digest()[:8]) >> 1
        self._generator = torch.Generator().manual_seed(seed)
        self._random = random.Random(seed)

    def normal(
        self, *shape: int, mean: float = 0.3, std: float = 1.0, dtype: torch.dtype | None = None
    ) -> torch.Tensor:
        """A tensor of the shape from N(mean, std²); its mean is off 0, so signs cannot cancel."""
        import torch

        values = torch.randn(shape, generator=self._generator, dtype=torch.float64) * std + mean
        return values.to(dtype or torch.float32)

    def uniform(
        self,
        *shape: int,
        low: float = 0.0,
        high: float = 1.0,
        dtype: torch.dtype | None = None,
    ) -> torch.Tensor:
        """A tensor of the shape from U[low, high)."""
        import torch

        values = torch.rand(shape, generator=self._generator, dtype=torch.float64)
        return (values * (high - low) + low).to(dtype or torch.float32)

    def integers(self, *shape: int, low: int = 0, high: int) -> torch.Tensor:
        """An int64 tensor of the shape with low ≤ value < high."""
        import torch

        return torch.randint(low, high, shape, generator=self._generator)

    def permutation(self, n: int) -> torch.Tensor:
        """The numbers 0 to n − 1 in a random order, int64."""
        import torch

        return torch.randperm(n, generator=self._generator)

    def integer(self, low: int, high: int) -> int:
        """One number, both ends included."""
        return self._random.randint(low, high)

    def number(self, low: float, high: float) -> float:
        """One number between the two."""
        return self._random.uniform(low, high)

    def choice(self, items: Sequence[Item]) -> Item:
        return self._random.choice(items)

    def seed(self) -> int:
        """A seed for code that makes its own random numbers."""
        return self._random.randint(1, 2**31 - 1)

    def word(self, length: int = 6) -> str:
        """A made-up lower-case word."""
        return "".join(self._random.choices("abcdefghijklmnopqrstuvwxyz", k=length))

    def linear_chain(self, *sizes: int) -> list[torch.Tensor]:
        """Weight [out, in] and bias [out] of each linear layer of a chain, in order."""
        chain: list[torch.Tensor] = []
        for inputs, outputs in itertools.pairwise(sizes):
            chain += [
                self.normal(outputs, inputs, std=inputs**-0.5, mean=0.05),
                self.normal(outputs, std=0.5, mean=0.1),
            ]
        return chain

    def like(self, shapes: dict[str, Any]) -> dict[str, torch.Tensor]:
        """A float32 tensor for each name and shape: values for a state_dict."""
        return {name: self.normal(*shape, std=0.4, mean=0.1) for name, shape in shapes.items()}
