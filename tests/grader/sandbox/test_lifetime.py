"""How sandboxes begin and end, and that nothing of them stays."""

import contextlib
import secrets
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from grader.sandbox import ChannelClosed, Limits, SandboxError, Tier, client, spawn

from .conftest import HERE, LIMITS, eventually, processes_named, started


def named(name: str) -> str:
    """Code that gives its process a name to be found by from outside."""
    return f"import ctypes; ctypes.CDLL(None).prctl(15, b{name!r}, 0, 0, 0)\n"


@pytest.fixture
def name() -> str:
    return f"sbx{secrets.token_hex(6)}"


# ------------------------------------------------------------------------------- ends


def test_returning_from_the_entry_is_a_plain_end(outside):
    ended = outside.run("print('bye')").exit
    assert (ended.reason, ended.detail, ended.output) == ("ended", "", "bye\n")
    assert 0 <= ended.cpu < 1
    assert 0 < ended.wall < 5


@pytest.mark.parametrize(
    ("code", "reason", "detail"),
    [
        ("import os; os._exit(0)", "ended", ""),
        ("import os; os._exit(3)", "crashed", "exit status 3"),
        ("raise SystemExit(4)", "crashed", "exit status 4"),
        ("exit()", "ended", ""),
        ("raise SystemExit('no')", "crashed", "exit status 1"),
        ("1 / 0", "crashed", "exit status 1"),
        ("import os; os.abort()", "crashed", "signal 6 (SIGABRT)"),
        ("import ctypes; ctypes.string_at(0)", "crashed", "signal 11 (SIGSEGV)"),
        ("import os; os.kill(os.getpid(), 9)", "crashed", "signal 9 (SIGKILL)"),
        ("import os; os.kill(os.getpid(), 40)", "crashed", "signal 40 (real-time)"),
    ],
)
def test_other_ends_are_told_apart(outside, code, reason, detail):
    ended = outside.run(code).exit
    assert (ended.reason, ended.detail) == (reason, detail)


def test_an_error_leaves_its_traceback_in_the_output(outside):
    assert "ZeroDivisionError" in outside.run("1 / 0").exit.output


def test_nothing_registered_for_the_end_of_python_is_run(outside):
    code = "import atexit; atexit.register(print, 'at exit'); print('end')"
    assert outside.run(code).exit.output == "end\n"


def test_a_kill_is_told_from_a_crash(outside):
    with outside.spawn("channel.receive()") as box:
        box.kill()
        assert box.wait().reason == "killed"
        box.kill()
        assert box.wait().reason == "killed"
        with pytest.raises(ChannelClosed):
            box.channel.receive(1)


@pytest.mark.parametrize("attempt", range(5))
def test_who_dies_first_has_the_last_word(outside, attempt):
    """The client sees a closed channel and asks for the end at once; it was a crash before."""
    with outside.spawn("import ctypes; ctypes.string_at(0)") as box:
        with contextlib.suppress(ChannelClosed):
            box.channel.receive(5)
        assert box.close().detail == "signal 11 (SIGSEGV)"


def test_waiting_has_an_end_of_its_own(outside):
    with outside.spawn("channel.receive()") as box:
        with pytest.raises(TimeoutError):
            box.wait(0.05)
        assert box.close().reason == "killed"


# ------------------------------------------------------------------- nothing stays behind

DAEMONS = """
    import os, time
    for _ in range(3):
        if os.fork() == 0:
            os.setsid()
            if os.fork() == 0:
                say("daemon")
                time.sleep(60)
            os._exit(0)
    channel.receive()
"""


def test_daemons_end_with_it(outside, name):
    with outside.spawn(named(name) + _dedent(DAEMONS)) as box:
        for _ in range(3):
            assert box.channel.receive(5) == b'"daemon"'
        assert len(processes_named(name)) >= 3
        box.channel.send(b"enough")
        assert box.wait().reason == "ended"
    assert eventually(lambda: not processes_named(name))


def test_what_forks_faster_than_one_can_look_ends_too(outside, name):
    code = """
        import os
        say("go")
        while True:
            try:
                if os.fork():
                    os._exit(0)
            except BlockingIOError:
                pass
    """
    with outside.spawn(named(name) + _dedent(code)) as box:
        box.channel.receive(5)
        time.sleep(0.1)
        box.close()
    assert eventually(lambda: not processes_named(name))


def test_leaving_the_context_ends_it(outside, name):
    with outside.spawn(named(name) + "say(1); channel.receive()") as box:
        box.channel.receive(5)
        assert processes_named(name)
    assert eventually(lambda: not processes_named(name))


def test_it_dies_with_its_client(outside, name):
    code = named(name) + "say(1); import time; time.sleep(60)"
    client = f"""
import os, sys
from grader.sandbox import Limits, spawn
box = spawn({outside.zygote.address!r}, {{}}, Limits(), {code.encode()!r})
box.channel.receive(5)
print("ready", flush=True)
import time; time.sleep(60)
"""
    with subprocess.Popen([sys.executable, "-c", client], stdout=subprocess.PIPE) as process:
        assert process.stdout.readline() == b"ready\n"
        assert processes_named(name)
        process.kill()
    assert eventually(lambda: not processes_named(name))


@pytest.mark.parametrize("tier", [Tier.NAMESPACES, Tier.LANDLOCK])
@pytest.mark.parametrize("how", ["stop", "kill"])
def test_it_dies_with_the_zygote(name, tier, how):
    with started(tier) as zygote:
        box = spawn(
            zygote.address, {}, LIMITS, (named(name) + "say(1); channel.receive()").encode()
        )
        with box:
            box.channel.receive(5)
            assert processes_named(name)
            if how == "stop":
                zygote.stop()
            else:
                zygote._process.send_signal(signal.SIGKILL)
            assert eventually(lambda: not processes_named(name))
            assert box.wait().reason == "killed"


@pytest.mark.parametrize("tier", [Tier.NAMESPACES, Tier.LANDLOCK])
def test_the_zygote_dies_with_its_parent(tier, name):
    code = named(name) + "say(1); channel.receive()"
    parent = f"""
import sys, time
sys.path.insert(0, {str(HERE)!r})
from grader.sandbox import Limits, Tier, Zygote, spawn
with Zygote((), "sandbox_inside:run", Tier({tier.value!r})) as zygote:
    box = spawn(zygote.address, {{}}, Limits(), {code.encode()!r})
    box.channel.receive(5)
    print(zygote.address, flush=True)
    time.sleep(60)
"""
    with subprocess.Popen([sys.executable, "-c", parent], stdout=subprocess.PIPE, text=True) as one:
        address = one.stdout.readline().strip()
        assert processes_named(name)
        one.kill()
    assert eventually(lambda: not processes_named(name))
    assert eventually(lambda: not Path(address).parent.exists())


LITTER = """
    import os
    os.mkfifo("fifo")
    os.symlink("/etc", "link")
    os.mkdir("closed", 0)
    os.mkdir("unreadable", 0o300)
    open("unreadable/file", "w").close()
    for _ in range(1100):  # deeper than a path may be long, and than Python may recurse
        os.mkdir("deep")
        os.chdir("deep")
"""


@pytest.mark.parametrize("tier", Tier)
def test_no_mount_and_no_file_stays(tier, secrets, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(secrets.writable))
    monkeypatch.setattr(client, "SHARED_MEMORY", str(secrets.writable))
    mounts = Path("/proc/self/mountinfo").read_text()
    with started(tier) as zygote:
        for _ in range(2):
            with spawn(zygote.address, {}, LIMITS, _dedent(LITTER).encode()) as box:
                assert box.wait().reason in ("ended", "too much disk")
        # No room even to get ready in: whether or not that works, nothing may stay of it.
        with contextlib.suppress(SandboxError):
            spawn(zygote.address, {}, Limits(memory=1)).close()
    assert eventually(lambda: not list(secrets.writable.iterdir()))
    assert Path("/proc/self/mountinfo").read_text() == mounts
    assert Path("/etc").is_dir()


def test_a_zygote_that_is_gone_is_a_clear_error(outside):
    with pytest.raises(SandboxError, match="no zygote answers at"):
        spawn("/nonexistent/zygote", {}, LIMITS)


def _dedent(code: str) -> str:
    import textwrap

    return textwrap.dedent(code)
