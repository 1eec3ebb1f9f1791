"""What this machine's kernel allows, asked without the sandbox's own code.

A test of a tier may be left out where the kernel lacks what it needs, and nowhere else: were the
sandbox itself asked, a fault in it would leave out the very tests that should find it.
"""

from __future__ import annotations

import ctypes
import subprocess

import pytest

from grader.sandbox import Tier
from grader.sandbox.tiers import Attempt, attempt

CREATE_RULESET = 444  # landlock_create_ruleset, on x86-64 and on aarch64
ASK_FOR_VERSION = 1
UNSHARE = ("unshare", "--mount", "--pid", "--fork", "--net", "--ipc", "--uts")
MOUNT = ("mount", "-t", "tmpfs", "none", "/tmp")


def lacks(tier: Tier) -> str:
    """What the kernel does not allow that a tier needs; empty where it allows all."""
    if tier is Tier.LANDLOCK:
        version = ctypes.CDLL(None).syscall(CREATE_RULESET, None, 0, ASK_FOR_VERSION)
        return "" if version > 0 else "it has no Landlock"
    for command in ((*UNSHARE, "--user", "--map-root-user", *MOUNT), (*UNSHARE, *MOUNT)):
        ran = subprocess.run(command, capture_output=True, text=True, check=False)
        if ran.returncode == 0:
            return ""
    return ran.stderr.strip() or "it allows no namespaces"


def need(tier: Tier) -> Attempt:
    """A sandbox of this tier, attacked; skips where the kernel lacks it, fails where we do."""
    missing = lacks(tier)
    if missing:
        pytest.skip(f"this kernel cannot hold {tier.value}: {missing}")
    tried = attempt(tier)
    assert not tried.problem, tried.problem
    return tried
