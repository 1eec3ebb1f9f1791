"""What can be seen of a zygote from outside."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class ZygoteState:
    """To compare with an earlier one: nothing that a sandbox does may change it."""

    descriptors: int
    modules: int
    threads: int
    sandboxes: int
    """alive or not yet waited for"""
    environment: str
    """digest"""
    random: str
    """digest of the state of every random number generator"""
    directory: str
    memory: int
    """bytes of private memory; wanders a little by itself"""
