"""The system call filter, run step by step on both architectures as the kernel would run it."""

import errno
import socket
import subprocess
import sys

import pytest

from grader.sandbox import seccomp, syscalls

ME = 4242
X86_64, AARCH64 = 0, 1


@pytest.fixture(params=[X86_64, AARCH64], ids=syscalls.ARCHITECTURES)
def architecture(request, monkeypatch):
    monkeypatch.setattr(syscalls, "architecture", lambda: request.param)
    return request.param


def verdict(architecture, name, *arguments, signals_only_to=None, namespaces=True, **other):
    """What the filter says to a call: "allow", "kill" or the error it gives."""
    number = other.get("number", syscalls.NUMBERS[name][architecture] if name else None)
    if number is None:
        pytest.skip(f"{name} does not exist on this architecture")
    data = {
        seccomp.OFFSET_NUMBER: number,
        seccomp.OFFSET_ARCHITECTURE: other.get("claims", seccomp.AUDIT_ARCH[architecture]),
    }
    for index in range(6):
        value = arguments[index] if index < len(arguments) else 0
        data[seccomp.OFFSET_ARGUMENTS + 8 * index] = value & 0xFFFFFFFF
    program = seccomp.build(namespaces=namespaces, signals_only_to=signals_only_to)
    return _read(_run(program, data))


def _run(program, data):
    accumulator = step = 0
    while True:
        code, if_true, if_false, value = program[step]
        step += 1
        if code == seccomp.RETURN:
            return value
        if code == seccomp.LOAD:
            accumulator = data[value]
        elif code == seccomp.AND:
            accumulator &= value
        else:
            holds = {
                seccomp.JUMP_EQUAL: accumulator == value,
                seccomp.JUMP_AT_LEAST: accumulator >= value,
                seccomp.JUMP_ANY_BIT: bool(accumulator & value),
            }[code]
            step += if_true if holds else if_false


def _read(action):
    if action == seccomp.ALLOW:
        return "allow"
    if action == seccomp.KILL_PROCESS:
        return "kill"
    assert action & 0xFFFF0000 == seccomp.ERRNO
    return errno.errorcode.get(action & 0xFFFF, "no effect")


def test_ordinary_calls_pass(architecture):
    for number in range(64):  # read, write, open, ...: none of them has rules on its arguments
        name = next((n for n, both in syscalls.NUMBERS.items() if both[architecture] == number), "")
        if not name:
            assert verdict(architecture, None, number=number) == "allow"


@pytest.mark.parametrize("namespaces", [True, False])
def test_dangerous_calls_are_refused(architecture, namespaces):
    for name in seccomp.DENIED:
        if syscalls.NUMBERS[name][architecture] is not None:
            assert verdict(architecture, name, namespaces=namespaces) == "EPERM", name
    assert verdict(architecture, "clone3", namespaces=namespaces) == "ENOSYS"


def test_another_architecture_is_killed(architecture):
    i386 = 0x40000003
    assert verdict(architecture, "kill", claims=i386) == "kill"
    assert verdict(architecture, "kill", claims=seccomp.AUDIT_ARCH[1 - architecture]) == "kill"
    assert verdict(architecture, None, number=seccomp.X32_BIT | 1) == "kill"


def test_forks_and_threads_pass_and_namespaces_do_not(architecture):
    fork, thread = 0x01200011, 0x003D0F00
    assert verdict(architecture, "clone", fork) == "allow"
    assert verdict(architecture, "clone", thread) == "allow"
    for bit in (17, 25, 26, 27, 28, 29, 30):
        assert verdict(architecture, "clone", fork | 1 << bit) == "EPERM"


def test_socket_families(architecture):
    for family in (socket.AF_UNIX, socket.AF_INET, socket.AF_INET6):
        assert verdict(architecture, "socket", family) == "allow"
        assert verdict(architecture, "socket", family, namespaces=False) == "EPERM"
    for family in (socket.AF_NETLINK, socket.AF_PACKET, socket.AF_VSOCK, socket.AF_ALG):
        assert verdict(architecture, "socket", family) == "EAFNOSUPPORT"


def test_without_namespaces_only_pairs_that_cannot_be_redirected(architecture):
    def pair(family, kind):
        return verdict(architecture, "socketpair", family, kind, namespaces=False)

    for flags in (0, socket.SOCK_CLOEXEC | socket.SOCK_NONBLOCK):
        assert pair(socket.AF_UNIX, socket.SOCK_STREAM | flags) == "allow"
        assert pair(socket.AF_UNIX, socket.SOCK_SEQPACKET | flags) == "allow"
        assert pair(socket.AF_UNIX, socket.SOCK_DGRAM | flags) == "EPERM"
    assert pair(socket.AF_INET, socket.SOCK_STREAM) == "EAFNOSUPPORT"
    assert verdict(architecture, "connect", 3, namespaces=False) == "EPERM"


def test_limits_are_set_for_oneself_only(architecture):
    assert verdict(architecture, "prlimit64", 0) == "allow"
    assert verdict(architecture, "prlimit64", 1) == "EPERM"


def test_without_namespaces_modes_owners_and_times_stay_as_they_are(architecture):
    for name in seccomp.IGNORED_WITHOUT_NAMESPACES:
        if syscalls.NUMBERS[name][architecture] is not None:
            assert verdict(architecture, name, namespaces=False) == "no effect"
            assert verdict(architecture, name, namespaces=True) == "allow"


def test_signals_go_to_oneself_where_nothing_else_holds_them(architecture):
    for name in seccomp.SIGNALS:
        assert verdict(architecture, name, ME) == "allow"
        assert verdict(architecture, name, ME, signals_only_to=ME) == "allow"
        for other in (ME + 1, 1, 0, -1, -ME):
            assert verdict(architecture, name, other, signals_only_to=ME) == "EPERM"
    for name in seccomp.SIGNALS_BY_OTHER_HANDLES:
        assert verdict(architecture, name, ME, signals_only_to=ME) == "EPERM"
    for name, commands in seccomp.SIGNAL_OWNERS.items():
        assert verdict(architecture, name, 3, 1, signals_only_to=ME) == "allow"
        for command in commands:
            assert verdict(architecture, name, 3, command) == "allow"
            assert verdict(architecture, name, 3, command, signals_only_to=ME) == "EPERM"


def test_no_call_has_the_number_of_another():
    for architecture in (X86_64, AARCH64):
        numbers = [both[architecture] for both in syscalls.NUMBERS.values() if both[architecture]]
        assert len(numbers) == len(set(numbers))


def test_the_kernel_takes_the_strictest_filter():
    code = """
import os, socket
from grader.sandbox import seccomp, syscalls
syscalls.prctl(syscalls.PR_SET_NO_NEW_PRIVS, 1)
seccomp.restrict(namespaces=False, signals_only_to=os.getpid())
refused = []
for attempt in (lambda: os.kill(os.getppid(), 0), lambda: os.killpg(0, 0), lambda: socket.socket()):
    try:
        attempt()
    except PermissionError:
        refused.append(attempt)
os.kill(os.getpid(), 0)
a, b = socket.socketpair()
print(len(refused))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.stdout == "3\n", done.stderr
