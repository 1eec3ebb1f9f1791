"""What code in a sandbox can see and reach: nothing but itself."""

import json
import os
import sys
from pathlib import Path

import pytest

from grader.sandbox import SandboxError, Tier, privileges, roots, seccomp, spawn

from .conftest import LIMITS, started

REPOSITORY = Path(__file__).parents[3]


# ------------------------------------------------------------------------------ files


def test_gets_a_private_copy_of_the_files_it_was_given(outside):
    code = """
        import pathlib
        here = pathlib.Path("pkg/unit.py")
        before = here.read_text()
        here.write_text("changed")
        say([before, here.read_text(), sorted(p.as_posix() for p in pathlib.Path().rglob("*"))])
    """
    files = {"pkg/unit.py": b"x = 1\n", "empty": b""}
    expected = ["x = 1\n", "changed", ["empty", "pkg", "pkg/unit.py"]]
    assert outside.ask(code, files=files) == expected
    assert outside.ask(code, files=files) == expected


def test_sees_the_data_and_cannot_change_it(outside, secrets):
    place = secrets.home / "numbers"
    place.mkdir()
    (place / "train.csv").write_text("1,2\n")
    (place / "train.csv").chmod(0o666)
    code = """
        refused = []
        for attempt in (
            lambda: open("data/numbers/train.csv", "w"),
            lambda: open("data/numbers/new", "w"),
            lambda: __import__("os").unlink("data/numbers/train.csv"),
        ):
            try:
                attempt()
            except OSError as error:
                refused.append(type(error).__name__)
        say([open("data/numbers/train.csv").read(), len(refused)])
    """
    for handed_in in ("data/numbers/train.csv", "data/numbers", "data", "data/own.csv"):
        files = {handed_in: b"forged"}
        assert outside.ask(code, files=files, data={"numbers": place}) == ["1,2\n", 3]
    assert (place / "train.csv").read_text() == "1,2\n"


@pytest.mark.skipif(os.geteuid() != 0, reason="only root's code runs as another user")
def test_data_that_the_other_user_could_not_read_are_refused(secrets):
    secrets.canary.chmod(0o600)
    with started(Tier.NAMESPACES) as zygote, pytest.raises(SandboxError, match="chmod -R a"):
        spawn(zygote.address, {}, LIMITS, data={"x": secrets.canary})


def test_cannot_read_a_file_outside(outside, secrets):
    code = f"""
        import os
        attempts = {{
            "open": lambda: open({str(secrets.canary)!r}).read(),
            "link": lambda: (os.symlink({str(secrets.canary)!r}, "link"), open("link").read()),
            "hard link": lambda: (os.link({str(secrets.canary)!r}, "hard"), open("hard").read()),
            "list": lambda: os.listdir({str(secrets.home)!r}),
            "parents": lambda: open("../" * 20 + {str(secrets.canary)!r}).read(),
            "root of init": lambda: open("/proc/1/root" + {str(secrets.canary)!r}).read(),
            "program": lambda: __import__("subprocess").check_output(
                ["cat", {str(secrets.canary)!r}], stderr=-3),
        }}
        through = []
        for name, attempt in attempts.items():
            try:
                attempt()
                through.append(name)
            except Exception:
                pass
        say(through)
    """
    assert outside.ask(code) == []


def test_cannot_see_what_lies_beside_the_package(outside):
    wanted = [str(REPOSITORY / name) for name in ("pyproject.toml", "solutions", "tests", ".git")]
    code = f"""
        import os
        seen = []
        for path in {wanted!r}:
            try:
                os.listdir(path) if os.path.isdir(path) else open(path)
                seen.append(path)
            except OSError:
                pass
        say(seen)
    """
    assert outside.ask(code) == []


def test_shows_parts_of_a_prefix_and_never_all_of_it(tmp_path, monkeypatch):
    """A virtual environment may be made in the repository itself."""
    for name in ("lib", "bin", "solutions"):
        (tmp_path / name).mkdir()
    monkeypatch.setattr(sys, "prefix", str(tmp_path))
    shown = roots.readable([])
    assert str(tmp_path / "lib") in shown
    for hidden in (tmp_path / "solutions", "/usr/local/share/nbgrader/exchange", "/usr/src/app"):
        assert not any(f"{hidden}/".startswith(f"{path}/") for path in shown)


def test_cannot_write_outside(outside, secrets):
    code = f"""
        import os
        writable, canary = {str(secrets.writable)!r}, {str(secrets.canary)!r}
        attempts = [
            lambda: open(writable + "/new", "w"),
            lambda: open(canary, "a").write("x"),
            lambda: os.truncate(canary, 0),
            lambda: os.unlink(canary),
            lambda: os.rename(canary, "mine"),
            lambda: os.mkdir(writable + "/directory"),
            lambda: os.chmod(canary, 0),
            lambda: os.utime(canary, (0, 0)),
            lambda: os.setxattr(canary, "user.x", b"x"),
        ]
        for attempt in attempts:
            try:
                attempt()
            except OSError:
                pass
        say("tried")
    """
    before = (secrets.canary.read_bytes(), secrets.canary.stat())
    assert outside.ask(code) == "tried"
    assert (secrets.canary.read_bytes(), secrets.canary.stat()) == before
    assert list(secrets.writable.iterdir()) == []


def test_cannot_write_where_python_lives(outside):
    code = f"""
        import os, sysconfig
        places = ["/", "/usr/lib", "/etc", sysconfig.get_paths()["purelib"],
                  sysconfig.get_paths()["stdlib"], {str(REPOSITORY / "grader")!r}]
        written = []
        for place in places:
            try:
                open(place + "/sitecustomize.py", "w")
                written.append(place)
            except OSError:
                pass
        say(written)
    """
    assert outside.ask(code) == []


def test_refuses_paths_that_lead_out(outside):
    for path in ("/etc/passwd", "../up", "a/../../up", "a//b", "", "./a", "a/.", "nul\0"):
        with pytest.raises(ValueError, match="path inside"):
            outside.spawn("", files={path: b""})
    with pytest.raises(ValueError, match="cannot be a file and hold"):
        outside.spawn("", files={"a": b"", "a/b": b""})
    with pytest.raises(ValueError, match="path inside"):
        outside.spawn("", data={"../up": "/usr"})
    with pytest.raises(FileNotFoundError, match="nonexistent"):
        outside.spawn("", data={"up": "/nonexistent"})


# ---------------------------------------------------------------------- other processes


def test_cannot_signal_a_process_outside(outside, bystander):
    code = f"""
        import ctypes, os, signal
        for target in ({bystander.pid}, {os.getpid()}, -1):
            try:
                # The number can be one of our own in here.
                if target not in (os.getpid(), os.getppid()):
                    os.kill(target, signal.SIGKILL if target != {os.getpid()} else 0)
            except OSError:
                pass
        say("tried")
    """
    assert outside.ask(code) == "tried"
    assert bystander.poll() is None


def test_cannot_end_the_process_that_watches_it(outside):
    code = """
        import os, resource, signal
        for number in (signal.SIGKILL, signal.SIGSTOP, signal.SIGINT, signal.SIGTERM):
            try:
                os.kill(os.getppid(), number)
            except OSError:
                pass
        try:
            resource.prlimit(os.getppid(), resource.RLIMIT_CPU, (0, 0))
        except OSError:
            pass
        say("still here")
    """
    outcome = outside.run(code)
    assert outcome.said == ["still here"]
    assert outcome.exit.reason == "ended"


def test_cannot_look_into_the_process_that_watches_it(outside):
    code = """
        import os
        opened = []
        for name in ("mem", "environ", "maps", "fd/0", "fd/3", "root/etc/hostname", "cwd/x"):
            try:
                os.open(f"/proc/{os.getppid()}/{name}", os.O_RDONLY)
                opened.append(name)
            except OSError:
                pass
        say(opened)
    """
    assert outside.ask(code) == []


def test_proc_shows_no_process_of_others(outside):
    code = """
        import os
        try:
            say([int(name) for name in os.listdir("/proc") if name.isdecimal()])
        except PermissionError:
            say([])
    """
    assert set(outside.ask(code)) <= {1, 2}


def test_has_no_capability_and_cannot_gain_one(outside):
    code = """
        import ctypes
        libc = ctypes.CDLL(None)
        header, data = (ctypes.c_uint32 * 2)(0x20080522, 0), (ctypes.c_uint32 * 6)()
        libc.capget(header, data)
        bounding = [c for c in range(41) if libc.prctl(23, c, 0, 0, 0) == 1]
        say([list(data), bounding, libc.prctl(39, 0, 0, 0, 0)])
    """
    held, bounding, no_new_privileges = outside.ask(code)
    # Root's own interpreter in a closed home: without this right nothing could be imported. It
    # opens nothing, as Landlock decides what may be opened.
    closed = not privileges.reachable_by_everybody(sys.base_prefix)
    needs_to_read = outside.tier is Tier.LANDLOCK and os.geteuid() == 0 and closed
    allowed = privileges.CAP_DAC_READ_SEARCH if needs_to_read else 0
    assert held == [allowed, allowed, 0, 0, 0, 0]
    if os.geteuid() == 0 or outside.tier is Tier.NAMESPACES:
        assert bounding == []
    assert no_new_privileges == 1


def test_is_nobody_of_this_machine(outside):
    uids = {outside.ask("import os; say(os.getuid())") for _ in range(2)}
    if os.geteuid() == 0:
        assert all(uid > 65535 for uid in uids)
    else:
        assert uids == {os.getuid()}


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can choose another user")
def test_two_sandboxes_at_a_time_are_two_users(outside):
    code = "import os; say(os.getuid()); channel.receive()"
    with outside.spawn(code) as one, outside.spawn(code) as other:
        assert one.channel.receive(5) != other.channel.receive(5)


def test_dangerous_system_calls_are_refused(outside):
    code = """
        import ctypes, errno
        from grader.sandbox import seccomp, syscalls
        libc = ctypes.CDLL(None, use_errno=True)
        answers = {}
        for name in (*seccomp.DENIED, *seccomp.MISSING):
            if (number := syscalls.number(name)) is not None:
                ctypes.set_errno(0)
                libc.syscall(ctypes.c_long(number), *[ctypes.c_long(0)] * 6)
                answers[name] = errno.errorcode.get(ctypes.get_errno(), "done")
        say(answers)
    """
    answers = outside.ask(code)
    assert {"mount", "unshare", "ptrace", "bpf", "keyctl", "io_uring_setup"} <= set(answers)
    expected = {name: "ENOSYS" if name in seccomp.MISSING else "EPERM" for name in answers}
    assert answers == expected


def test_cannot_make_namespaces(outside):
    code = """
        import ctypes, errno
        from grader.sandbox import syscalls
        libc = ctypes.CDLL(None, use_errno=True)
        refused = []
        number, like_fork = syscalls.number("clone"), 17
        for bit in (17, 25, 26, 27, 28, 29, 30):  # mount, cgroup, uts, ipc, user, pid, net
            flags = ctypes.c_long(1 << bit | like_fork)
            result = libc.syscall(ctypes.c_long(number), flags, 0, 0, 0, 0)
            if result == 0:
                __import__("os")._exit(0)
            refused.append(errno.errorcode.get(ctypes.get_errno()) if result < 0 else "done")
        say(refused)
    """
    assert outside.ask(code) == ["EPERM"] * 7


# --------------------------------------------------------------------------- network


def test_cannot_reach_the_machine_it_runs_on(outside, listener, secrets):
    name = f"abstract-{os.getpid()}"
    code = f"""
        import socket
        port, through = {listener.getsockname()[1]}, []
        for family, kind, address in [
            (socket.AF_INET, socket.SOCK_STREAM, ("127.0.0.1", port)),
            (socket.AF_INET6, socket.SOCK_STREAM, ("::ffff:127.0.0.1", port)),
            (socket.AF_UNIX, socket.SOCK_STREAM, {chr(0) + name!r}),
            (socket.AF_UNIX, socket.SOCK_STREAM, {str(secrets.home / "socket")!r}),
            (socket.AF_VSOCK, socket.SOCK_STREAM, (2, 22)),
            (socket.AF_INET, socket.SOCK_STREAM, ("192.0.2.1", 80)),
        ]:
            try:
                one = socket.socket(family, kind)
                one.settimeout(0.5)
                one.connect(address)
                through.append(str(address))
            except OSError:
                pass
        say(through)
    """
    import socket

    with socket.socket(socket.AF_UNIX) as abstract, socket.socket(socket.AF_UNIX) as in_file:
        abstract.bind(f"\0{name}")
        in_file.bind(str(secrets.home / "socket"))
        (secrets.home / "socket").chmod(0o777)
        for server in (abstract, in_file):
            server.listen()
            server.setblocking(False)
        assert outside.ask(code) == []
        for server in (abstract, in_file, listener):
            with pytest.raises(BlockingIOError):
                server.accept()


def test_cannot_send_datagrams_to_socket_files(outside, secrets):
    import socket

    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as server:
        server.bind(str(secrets.home / "log"))
        (secrets.home / "log").chmod(0o777)
        server.setblocking(False)
        code = f"""
            import socket
            path = {str(secrets.home / "log")!r}
            try:
                socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)[0].sendto(b"x", path)
            except OSError:
                pass
            say("tried")
        """
        assert outside.ask(code) == "tried"
        with pytest.raises(BlockingIOError):
            server.recv(1)


def test_sockets_within_the_sandbox_work(outside):
    code = """
        import socket, threading
        a, b = socket.socketpair()
        a.sendall(b"pair")
        said = [b.recv(4).decode()]
        try:
            server = socket.create_server(("127.0.0.1", 0))
            client = socket.create_connection(server.getsockname())
            server.accept()[0].sendall(b"loop")
            said.append(client.recv(4).decode())
        except PermissionError:
            pass
        say(said)
    """
    expected = ["pair", "loop"] if outside.tier is Tier.NAMESPACES else ["pair"]
    assert outside.ask(code) == expected


# ------------------------------------------------------------------------ what it is born with


def test_the_environment_is_small_and_the_same_for_all(outside, monkeypatch):
    monkeypatch.setenv("COURSE_SECRET", "canary")
    environment, at_start = outside.ask("""
        import os
        try:
            at_start = open("/proc/self/environ").read()
        except OSError:
            at_start = ""
        say([dict(os.environ), at_start])
    """)
    assert set(environment) == {
        "PATH", "USER", "HOME", "TMPDIR", "LANG", "MPLCONFIGDIR", "MPLBACKEND",
        "OMP_NUM_THREADS", "PYTHONDONTWRITEBYTECODE",
    }  # fmt: skip
    assert "canary" not in json.dumps([environment, at_start])


def test_no_descriptor_is_open_but_streams_and_channel(outside):
    code = """
        import os, stat
        found = {}
        for number in range(256):
            try:
                found[number] = stat.S_IFMT(os.fstat(number).st_mode)
            except OSError:
                pass
        say([found, os.read(0, 1).decode()])
    """
    found, read = outside.ask(code)
    assert list(found) == ["0", "1", "2", "3"]
    assert read == ""


def test_umask_session_and_signals_are_those_of_a_fresh_process(outside):
    code = """
        import os, signal
        say([
            os.umask(0), os.getsid(0) == os.getpid(), sorted(signal.pthread_sigmask(0, [])),
            signal.getsignal(signal.SIGCHLD) == signal.SIG_DFL,
            signal.getsignal(signal.SIGINT) == signal.default_int_handler,
        ])
    """
    assert outside.ask(code) == [0o022, True, [], True, True]
