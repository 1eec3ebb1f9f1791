"""A system call filter for the code inside: a deny list, written as classic BPF.

It stands behind the namespaces (or Landlock), not in their place: it takes away calls that learner
code has no use for and that have a history of kernel bugs, that hold memory no limit counts, or
that reach what the tier beside it does not cover.
"""

from __future__ import annotations

import ctypes
import errno
import socket
import struct

from grader.sandbox import syscalls

# linux/audit.h
AUDIT_ARCH = (0xC000003E, 0xC00000B7)
X32_BIT = 0x40000000

# linux/filter.h, linux/seccomp.h
LOAD, JUMP_EQUAL, JUMP_AT_LEAST, JUMP_ANY_BIT, AND, RETURN = 0x20, 0x15, 0x35, 0x45, 0x54, 0x06
ALLOW, KILL_PROCESS, ERRNO = 0x7FFF0000, 0x80000000, 0x00050000
OFFSET_NUMBER, OFFSET_ARCHITECTURE, OFFSET_ARGUMENTS = 0, 4, 16
SECCOMP_SET_MODE_FILTER = 1

# clone(2): every CLONE_NEW* that it can take.
NEW_NAMESPACES = 0x7E020000


def _names(*lines: str) -> tuple[str, ...]:
    return tuple(name for line in lines for name in line.split())


# Refused with EPERM everywhere.
DENIED = _names(
    # other roots, mounts and namespaces
    "mount umount2 pivot_root chroot unshare setns open_tree open_tree_attr move_mount fsopen",
    "fsconfig fsmount fspick mount_setattr quotactl quotactl_fd swapon swapoff",
    # other processes
    "ptrace process_vm_readv process_vm_writev pidfd_getfd process_madvise process_mrelease kcmp",
    "move_pages migrate_pages",
    # the kernel itself
    "bpf perf_event_open userfaultfd io_uring_setup io_uring_enter io_uring_register kexec_load",
    "kexec_file_load init_module finit_module delete_module reboot acct syslog personality",
    "settimeofday clock_settime clock_adjtime adjtimex iopl ioperm modify_ldt vhangup",
    "lookup_dcookie uselib ustat sysfs _sysctl",
    # keys and handles that reach beyond the process
    "keyctl add_key request_key open_by_handle_at name_to_handle_at fanotify_init fanotify_mark",
    # memory that outlives its mapping, where no limit sees it
    "memfd_secret shmget shmat shmctl shmdt semget semop semtimedop semctl msgget msgsnd msgrcv",
    "msgctl",
)

# Answered as if the kernel were too old: there is a fallback. clone3 passes its flags by pointer,
# where a filter cannot see them; a memfd is memory that only its file size limits.
MISSING = ("clone3", "memfd_create")

# Without namespaces these reach what belongs to the same user outside.
DENIED_WITHOUT_NAMESPACES = _names(
    "socket connect mq_open truncate inotify_add_watch setpriority ioprio_set",
    "setxattr lsetxattr fsetxattr removexattr lremovexattr fremovexattr setxattrat removexattrat",
    "file_setattr",
)

# Landlock does not cover modes, owners and times. Honest code sets them on its own files and need
# not fail: these say yes and do nothing.
IGNORED_WITHOUT_NAMESPACES = _names(
    "chmod fchmod fchmodat fchmodat2 chown fchown lchown fchownat utime utimes futimesat utimensat",
)

# First argument: a process. Without namespaces only 0, oneself, is let through.
SELF_ONLY_WITHOUT_NAMESPACES = _names(
    "sched_setaffinity sched_setscheduler sched_setparam sched_setattr",
)

SIGNALS = ("kill", "tgkill", "rt_sigqueueinfo", "rt_tgsigqueueinfo")
SIGNALS_BY_OTHER_HANDLES = ("tkill", "pidfd_send_signal")
# Second argument: what makes the kernel send SIGIO to a process of one's choice.
SIGNAL_OWNERS = {"fcntl": (8, 15), "ioctl": (0x8901, 0x8902)}  # F_SETOWN, _EX; FIOSETOWN, SIOCSPGRP

FAMILIES = (socket.AF_UNIX, socket.AF_INET, socket.AF_INET6)

Instruction = tuple[int, int, int, int]


def restrict(*, namespaces: bool, signals_only_to: int | None = None) -> None:
    """Put the filter on this thread, for good. Needs no_new_privs.

    Args:
        namespaces: the process is in namespaces of its own, where sockets and signals are harmless.
        signals_only_to: where nothing else holds signals back, the one process that may get them.

    Raises:
        OSError: no filters in this kernel, or an architecture without a table.
    """
    program = build(namespaces=namespaces, signals_only_to=signals_only_to)
    code = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *step) for step in program))
    header = struct.pack("HxxxxxxP", len(program), ctypes.addressof(code))
    syscalls.call("seccomp", SECCOMP_SET_MODE_FILTER, 0, header)


def build(*, namespaces: bool, signals_only_to: int | None) -> list[Instruction]:
    """The filter's instructions. See `restrict`."""
    program = [
        _load(OFFSET_ARCHITECTURE),
        *_unless_equal(AUDIT_ARCH[syscalls.architecture()], KILL_PROCESS),
        _load(OFFSET_NUMBER),
        (JUMP_AT_LEAST, 0, 1, X32_BIT),
        (RETURN, 0, 0, KILL_PROCESS),
    ]
    for name in DENIED:
        program += _answer(name, errno.EPERM)
    for name in MISSING:
        program += _answer(name, errno.ENOSYS)
    program += _when(
        "clone", [_load_argument(0), (JUMP_ANY_BIT, 0, 1, NEW_NAMESPACES), _refuse(errno.EPERM)]
    )
    # With a process's number prlimit64 would also set the limits of its neighbours.
    program += _when("prlimit64", _first_argument_in((0,), errno.EPERM))
    if namespaces:
        # Families that network namespaces do not hold (vsock), or that are kernel interfaces.
        program += _when("socket", _first_argument_in(FAMILIES, errno.EAFNOSUPPORT))
    else:
        program += _without_namespaces()
    if signals_only_to is not None:
        for name in SIGNALS:
            program += _when(name, _first_argument_in((signals_only_to,), errno.EPERM))
        for name in SIGNALS_BY_OTHER_HANDLES:
            program += _answer(name, errno.EPERM)
        for name, commands in SIGNAL_OWNERS.items():
            program += _when(name, [_load_argument(1), *_not_in(commands, errno.EPERM)])
    return [*program, (RETURN, 0, 0, ALLOW)]


def _without_namespaces() -> list[Instruction]:
    program: list[Instruction] = []
    for name in DENIED_WITHOUT_NAMESPACES:
        program += _answer(name, errno.EPERM)
    for name in IGNORED_WITHOUT_NAMESPACES:
        program += _answer(name, 0)
    for name in SELF_ONLY_WITHOUT_NAMESPACES:
        program += _when(name, _first_argument_in((0,), errno.EPERM))
    # A datagram socket, even a connected one, can still be sent through to any path.
    kinds = (socket.SOCK_STREAM, socket.SOCK_SEQPACKET)
    program += _when(
        "socketpair",
        [
            *_first_argument_in((socket.AF_UNIX,), errno.EAFNOSUPPORT),
            _load_argument(1),
            (AND, 0, 0, 0xF),
            *_in(kinds, errno.EPERM),
        ],
    )
    return program


def _load(offset: int) -> Instruction:
    return (LOAD, 0, 0, offset)


def _load_argument(index: int) -> Instruction:
    # The low half: all of these arguments are C ints, or flags below 2^32.
    return _load(OFFSET_ARGUMENTS + 8 * index)


def _refuse(code: int) -> Instruction:
    return (RETURN, 0, 0, ERRNO | code)


def _unless_equal(value: int, action: int) -> list[Instruction]:
    return [(JUMP_EQUAL, 1, 0, value), (RETURN, 0, 0, action)]


def _in(allowed: tuple[int, ...], code: int) -> list[Instruction]:
    """Refuse unless the loaded value is one of `allowed`."""
    last = len(allowed)
    checks = [(JUMP_EQUAL, last - place, 0, value) for place, value in enumerate(allowed)]
    return [*checks, _refuse(code)]


def _not_in(refused: tuple[int, ...], code: int) -> list[Instruction]:
    """Refuse if the loaded value is one of `refused`."""
    return [step for value in refused for step in ((JUMP_EQUAL, 0, 1, value), _refuse(code))]


def _first_argument_in(allowed: tuple[int, ...], code: int) -> list[Instruction]:
    return [_load_argument(0), *_in(allowed, code)]


def _when(name: str, body: list[Instruction]) -> list[Instruction]:
    """For this call run `body`, then go on with the call's number loaded again."""
    number = syscalls.number(name)
    if number is None:
        return []
    return [(JUMP_EQUAL, 0, len(body) + 1, number), *body, _load(OFFSET_NUMBER)]


def _answer(name: str, code: int) -> list[Instruction]:
    number = syscalls.number(name)
    if number is None:
        return []
    return [(JUMP_EQUAL, 0, 1, number), _refuse(code)]
