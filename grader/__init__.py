"""A PyTorch course kit: exercises that check themselves, and grading that cannot be forged."""

__version__ = "0.1.0"
