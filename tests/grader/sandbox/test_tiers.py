"""Which sandbox a machine can hold, and what a person is told where it holds none."""

import os
import platform
import subprocess
import sys
import time

import pytest
from kernel import need

from grader.sandbox import SandboxUnavailable, Tier, detect, tiers
from grader.sandbox.probes import ATTACKS


@pytest.fixture(autouse=True)
def afresh():
    detect.cache_clear()
    yield
    detect.cache_clear()


@pytest.mark.parametrize("tier", tiers.SAFE)
def test_every_attack_is_held(tier):
    tried = need(tier)
    assert [probe.name for probe in tried.probes if probe.held] == list(ATTACKS)
    assert tried.holds


def test_the_attacks_are_real():
    """Without a sandbox each of them gets through; signals and modes, where users are the same."""
    tried = tiers.attempt(Tier.UNSAFE)
    assert [probe.name for probe in tried.probes if not probe.held] == list(ATTACKS)
    assert not tried.holds


def test_a_weaker_tier_says_what_it_lacks():
    notes = "\n".join(tiers.attempt(Tier.LANDLOCK).notes)
    assert "watched, not bounded" in notes
    assert "loads without its workers" in notes
    assert not tiers.attempt(Tier.NAMESPACES).notes


def test_detecting_is_quick():
    started = time.monotonic()
    report = detect()
    assert report.attempts[-1].tier is report.tier
    assert report.attempts[-1].holds
    assert time.monotonic() - started < 1.5  # 0.1 s on an idle machine


def broken(*which):
    real = tiers.attempt
    return lambda tier: tiers.Attempt(tier, (), "no luck") if tier in which else real(tier)


def test_the_next_tier_is_used_where_one_does_not_hold(monkeypatch):
    leak = tiers.Attempt(Tier.NAMESPACES, (tiers.Probe("read", False, "it read"),), "")
    real = tiers.attempt
    monkeypatch.setattr(
        tiers, "attempt", lambda tier: leak if tier is Tier.NAMESPACES else real(tier)
    )
    report = detect()
    assert report.tier is Tier.LANDLOCK
    assert [one.tier for one in report.attempts] == [Tier.NAMESPACES, Tier.LANDLOCK]


def test_where_none_holds_a_person_is_told_what_to_change(monkeypatch, tmp_path):
    monkeypatch.setattr(tiers, "attempt", broken(*tiers.SAFE))
    (tmp_path / "user").mkdir()
    (tmp_path / "user/max_user_namespaces").write_text("0\n")
    monkeypatch.setattr(tiers, "SYSCTLS", tmp_path)
    with pytest.raises(SandboxUnavailable) as raised:
        detect()
    assert str(raised.value).splitlines() == [
        "this machine cannot hold learners' code safely:",
        "  namespaces: no luck",
        "  landlock: no luck",
        "  to allow it: sudo sysctl -w user.max_user_namespaces=15000",
    ]


def test_elsewhere_it_says_that_it_needs_linux(monkeypatch):
    monkeypatch.setattr(platform, "system", lambda: "Darwin")
    with pytest.raises(SandboxUnavailable, match="this is Darwin"):
        detect()


def test_importing_needs_no_linux():
    """Learners have the package on any system."""
    code = (
        "import sys, builtins\n"
        "real = builtins.__import__\n"
        "def without(name, *rest):\n"
        "    if name in ('resource', 'fcntl'): raise ImportError(name)\n"
        "    return real(name, *rest)\n"
        "builtins.__import__ = without\n"
        "import os; del os.sysconf, os.memfd_create\n"
        "import grader.sandbox\n"
        "print('ok')"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.stdout == "ok\n", done.stderr


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can take the right away")
def test_landlock_holds_where_namespaces_are_denied():
    """As in a container: a filter that denies unshare stands in front of everything."""
    code = """
import ctypes, struct
from grader.sandbox import detect, seccomp, syscalls
number = syscalls.number("unshare")
syscalls.prctl(syscalls.PR_SET_NO_NEW_PRIVS, 1)
program = [(0x20, 0, 0, 0), (0x15, 0, 1, number), (0x06, 0, 0, 0x50001), (0x06, 0, 0, 0x7FFF0000)]
code = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *step) for step in program))
syscalls.call("seccomp", 1, 0, struct.pack("HxxxxxxP", len(program), ctypes.addressof(code)))
report = detect()
print(report.tier.value, "|", report.attempts[0].problem)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.stdout.startswith("landlock | "), done.stderr
    assert "unshare: Operation not permitted" in done.stdout
