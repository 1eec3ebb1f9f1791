"""A machine of its own for the code inside: namespaces, and a root with nothing in it to steal.

The order of the calls matters and is the order of the functions here.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import socket
import struct
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from grader.sandbox import privileges, roots, syscalls
from grader.sandbox.limits import INODES

NEW_MOUNTS, NEW_UTS, NEW_IPC = 0x00020000, 0x04000000, 0x08000000
NEW_USER, NEW_PID, NEW_NET = 0x10000000, 0x20000000, 0x40000000

MS_NOSUID, MS_NODEV, MS_NOEXEC, MS_REC, MS_PRIVATE = 2, 4, 8, 1 << 14, 1 << 18
MNT_DETACH = 2
AT_FDCWD, AT_EMPTY_PATH, AT_RECURSIVE = -100, 0x1000, 0x8000
OPEN_TREE_CLONE, OPEN_TREE_CLOEXEC = 1, os.O_CLOEXEC
MOVE_MOUNT_F_EMPTY_PATH = 4
MOUNT_ATTR_RDONLY, MOUNT_ATTR_NOSUID, MOUNT_ATTR_NODEV = 1, 2, 4
READ_ONLY = MOUNT_ATTR_RDONLY | MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV

WORK = "/sandbox"
"""the working directory of the code inside"""

STAGE = "/tmp"  # any directory will do: it is covered only in a mount namespace of our own
HOST_NAME = "sandbox"
SKELETON = 4 << 20  # bytes for the files of the root itself


@dataclass(frozen=True)
class Root:
    """What the root of one sandbox shows."""

    readable: Sequence[str]
    """paths of the machine, read-only at the same place"""
    data: Mapping[str, str]
    """name below data/ in the working directory -> path of the machine, read-only"""
    owner: int
    """uid that the writable places belong to"""
    size: int
    """bytes of files"""
    inodes: int
    """files beside those given"""
    shared_memory: int
    """bytes in /dev/shm"""


def enter_for_good() -> None:
    """Make this process one whose children can be put in namespaces, before anything is loaded.

    As an ordinary user that takes a user namespace of its own, where it has every capability over
    nothing but what it makes there. The next child is process 1 of a namespace that dies with it.

    Raises:
        OSError: the kernel, or its administrator, does not allow it.
    """
    if privileges.may_choose_uid():
        # Root of a container may lack this right, and yet be allowed what ordinary users are.
        with contextlib.suppress(PermissionError):
            return syscalls.unshare(NEW_PID)
    _new_user_namespace(NEW_PID)


def next_child_in_new_pid_namespace() -> None:
    """The next fork makes process 1 of a new namespace. Undo with `next_child_beside_us`."""
    syscalls.unshare(NEW_PID)


def next_child_beside_us() -> None:
    """Forks make ordinary children again."""
    own = os.open("/proc/self/ns/pid", os.O_RDONLY | os.O_CLOEXEC)
    try:
        syscalls.call("setns", own, NEW_PID)
    finally:
        os.close(own)


def build(root: Root) -> None:
    """Give this process, the first of its pid namespace, its own mounts, network, IPC and name.

    Afterwards nothing of the machine is reachable but what `root` shows. The working directory is
    WORK.

    Raises:
        OSError
    """
    syscalls.unshare(NEW_MOUNTS | NEW_NET | NEW_IPC | NEW_UTS)
    syscalls.call("mount", None, b"/", None, MS_REC | MS_PRIVATE, None)
    _loopback_up()
    os.umask(0o022)

    # Taken hold of first: the stage may cover the places that they lie in.
    trees = [(path, _open_tree(path)) for path in (*_not_links(root.readable), *roots.DEVICES)]
    data = [(f"{WORK}/data/{name}", _open_tree(path)) for name, path in root.data.items()]
    _mount_tmpfs(STAGE, root.size + SKELETON, INODES + root.inodes)
    os.chdir(STAGE)
    _write_skeleton(root)
    for place in (WORK, "/tmp"):
        _writable(place, root.owner)
    if data:
        os.mkdir(f"{WORK[1:]}/data")
        os.chown(f"{WORK[1:]}/data", root.owner, root.owner)  # more of it may have been handed in
    for path, tree in (*trees, *data):
        _attach(tree, path, READ_ONLY if path not in roots.DEVICES else 0)
    _mount_tmpfs("dev/shm", root.shared_memory, INODES)
    os.chown("dev/shm", root.owner, root.owner)
    os.chmod("dev/shm", 0o700)
    syscalls.call("mount", b"proc", b"proc", b"proc", MS_NOSUID | MS_NODEV | MS_NOEXEC, None)

    syscalls.call("pivot_root", b".", b".")
    syscalls.call("umount2", b".", MNT_DETACH)
    _set_attributes(AT_FDCWD, b"/", READ_ONLY, 0)
    os.chdir(WORK)


def isolate_identity(uid: int) -> None:
    """Become `uid`; where that cannot be chosen, stay the same user in a namespace of its own.

    Either way the kernel counts the processes of this sandbox apart from all others.

    Raises:
        OSError
    """
    if privileges.may_choose_uid():
        privileges.give_up_bounding_set()
        privileges.become(uid)
    else:
        _new_user_namespace()
        privileges.give_up_bounding_set()
    privileges.give_up_capabilities()


def _new_user_namespace(flags: int = 0) -> None:
    uid, gid = os.geteuid(), os.getegid()
    syscalls.prctl(syscalls.PR_SET_DUMPABLE, 1)  # otherwise the maps belong to root
    syscalls.unshare(NEW_USER | flags)
    Path("/proc/self/setgroups").write_text("deny")
    Path("/proc/self/uid_map").write_text(f"{uid} {uid} 1")
    Path("/proc/self/gid_map").write_text(f"{gid} {gid} 1")


def _loopback_up() -> None:
    set_flags, up, running = 0x8914, 0x1, 0x40
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        fcntl.ioctl(any_socket, set_flags, struct.pack("16sH14x", b"lo", up | running))
    socket.sethostname(HOST_NAME)


def _not_links(paths: Iterable[str]) -> list[str]:
    return [path for path in paths if not _is_link_within(path, paths)]


def _is_link_within(path: str, paths: Iterable[str]) -> bool:
    """A link whose target the sandbox shows anyway, such as /lib -> usr/lib, stays a link."""
    if not os.path.islink(path):
        return False
    target = os.path.realpath(path)
    return any(target == other or target.startswith(other + "/") for other in paths)


def _write_skeleton(root: Root) -> None:
    for directory in ("dev/shm", "proc", "etc", "tmp", WORK[1:]):
        os.makedirs(directory)
    os.symlink("/proc/self/fd", "dev/fd")
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        os.symlink(f"/proc/self/fd/{number}", f"dev/{name}")
    for path in root.readable:
        if _is_link_within(path, root.readable):
            os.makedirs(os.path.dirname(path)[1:] or ".", exist_ok=True)
            os.symlink(os.readlink(path), path[1:])
    Path("etc/passwd").write_text(f"learner:x:{root.owner}:{root.owner}::/tmp:/bin/sh\n")
    Path("etc/group").write_text(f"learner:x:{root.owner}:\n")
    Path("etc/hosts").write_text("127.0.0.1 localhost sandbox\n::1 localhost\n")


def _writable(place: str, owner: int) -> None:
    """A mount of its own for a directory of the root, which then stays writable when that is not.

    All of them are parts of one tmpfs, so that one size bounds them together.
    """
    os.chown(place[1:], owner, owner)
    os.chmod(place[1:], 0o700)
    tree = _open_tree(place[1:])
    _attach(tree, place, 0)


def _open_tree(path: str) -> tuple[int, bool]:
    """A detached copy of the mounts at a path, and whether it is a directory."""
    flags = OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC | AT_RECURSIVE
    return syscalls.call("open_tree", AT_FDCWD, os.fsencode(path), flags), os.path.isdir(path)


def _attach(tree: tuple[int, bool], path: str, attributes: int) -> None:
    """Put a detached tree at a path of the root in the making, which is the working directory."""
    descriptor, is_directory = tree
    place = path[1:]
    if is_directory:
        os.makedirs(place, exist_ok=True)
    elif not os.path.exists(place):
        os.makedirs(os.path.dirname(place), exist_ok=True)
        os.close(os.open(place, os.O_CREAT | os.O_WRONLY))
    if attributes:
        _set_attributes(descriptor, b"", attributes, AT_EMPTY_PATH | AT_RECURSIVE)
    destination = os.fsencode(place)
    syscalls.call("move_mount", descriptor, b"", AT_FDCWD, destination, MOVE_MOUNT_F_EMPTY_PATH)
    os.close(descriptor)


def _set_attributes(at: int, path: bytes, attributes: int, flags: int) -> None:
    # struct mount_attr: set, clear, propagation, user namespace
    wanted = struct.pack("=QQQQ", attributes, 0, 0, 0)
    syscalls.call("mount_setattr", at, path, flags, wanted, len(wanted))


def _mount_tmpfs(place: str, size: int, inodes: int) -> None:
    options = f"size={size},nr_inodes={inodes},mode=755".encode()
    syscalls.call("mount", b"tmpfs", os.fsencode(place), b"tmpfs", MS_NOSUID | MS_NODEV, options)
