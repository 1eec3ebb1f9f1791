"""What code in a sandbox may use, and what its end is called when it wants more."""

import time
from dataclasses import replace

import pytest

from grader.sandbox import Limits, Tier

from .conftest import only

LIMITS = Limits(wall=20, cpu=10, memory=512 << 20, processes=16, scratch=4 << 20, output=1000)
MIB = 1 << 20


def test_a_limit_is_a_positive_number():
    with pytest.raises(ValueError, match="memory is 0"):
        Limits(memory=0)
    with pytest.raises(ValueError, match="wall"):
        Limits(wall=float("nan"))


# ------------------------------------------------------------------------------ time


@pytest.mark.parametrize(
    "code",
    [
        "import time; time.sleep(60)",
        "while True:\n try:\n  while True: pass\n except BaseException: pass",
        "import signal; [signal.signal(n, signal.SIG_IGN) for n in (1, 2, 3, 15)]; signal.pause()",
    ],
    ids=["sleeps", "swallows exceptions", "ignores signals"],
)
def test_the_wall_limit_ends_it(outside, code):
    started = time.monotonic()
    ended = outside.run(code, replace(LIMITS, wall=0.5)).exit
    assert (ended.reason, ended.detail) == ("timed out", "0.5 s by the clock")
    assert 0.5 <= ended.wall <= time.monotonic() - started < 3


def test_the_limit_of_processor_time_ends_it(outside):
    code = """
        import signal
        signal.signal(signal.SIGXCPU, signal.SIG_IGN)
        while True:
            pass
    """
    ended = outside.run(code, replace(LIMITS, cpu=1)).exit
    assert (ended.reason, ended.detail) == ("timed out", "1 s of processor time")
    assert ended.cpu >= 1


def test_processor_time_is_counted_over_all_processes(outside):
    code = """
        import os
        for _ in range(4):
            if os.fork() == 0:
                while True:
                    pass
        os.wait()
    """
    ended = outside.run(code, replace(LIMITS, cpu=1)).exit
    assert (ended.reason, ended.detail) == ("timed out", "1 s of processor time")
    assert ended.cpu < 4


# ---------------------------------------------------------------------------- memory


def test_memory_beyond_the_limit_is_a_memory_error(outside):
    code = """
        try:
            bytearray(600 << 20)
        except MemoryError:
            say("MemoryError")
        say(len(bytearray(300 << 20)) >> 20)
    """
    outcome = outside.run(code, LIMITS)
    assert outcome.said == ["MemoryError", 300]
    assert outcome.exit.reason == "ended"
    assert outcome.exit.peak_memory > 300 * MIB


def test_a_memory_error_that_nothing_catches_is_named(outside):
    ended = outside.run("list(range(10**9))", LIMITS).exit
    assert ended.reason == "out of memory"
    assert "MemoryError" in ended.output


@pytest.mark.parametrize("flags", ["MAP_PRIVATE", "MAP_SHARED"])
def test_memory_is_counted_over_all_processes(outside, flags):
    code = f"""
        import mmap, os, time
        for _ in range(8):
            if os.fork() == 0:
                memory = mmap.mmap(-1, 100 << 20, flags=mmap.{flags} | mmap.MAP_ANONYMOUS)
                for page in range(0, 100 << 20, 4096):
                    memory[page] = 1
                time.sleep(60)
        time.sleep(60)
    """
    ended = outside.run(code, LIMITS).exit
    assert (ended.reason, ended.detail) == ("out of memory", "more than 512 MiB")


def test_memory_without_a_mapping_is_not_to_be_had(outside):
    code = """
        import ctypes
        libc = ctypes.CDLL(None)
        say([libc.memfd_create(b"hoard", 0), libc.shmget(0, 1 << 20, 0o1600)])
    """
    assert outside.ask(code, LIMITS) == [-1, -1]


# ------------------------------------------------------------------------- processes


def test_a_fork_bomb_is_contained(outside):
    code = """
        import os, time
        def bomb():
            while True:
                try:
                    if os.fork() == 0:
                        continue
                except BlockingIOError:
                    time.sleep(0.05)
        bomb()
    """
    with outside.spawn(code, replace(LIMITS, wall=1)) as box:
        ended = box.wait()
    assert ended.reason == "timed out"
    assert ended.wall < 4


def test_processes_and_threads_are_counted_together(outside):
    code = """
        import os, threading, time
        started, stop = 0, threading.Event()
        try:
            while started < 200:
                threading.Thread(target=stop.wait, daemon=True).start()
                started += 1
        except RuntimeError:
            pass
        try:
            if os.fork() == 0:
                os._exit(0)
            started = -1
        except BlockingIOError:
            pass
        say(started)
    """
    # A thread maps tens of megabytes for its stack and heap.
    started = outside.ask(code, replace(LIMITS, memory=8 << 30))
    assert 0 < started <= LIMITS.processes
    if outside.tier is Tier.NAMESPACES:
        assert started == LIMITS.processes - 1  # the main thread counts


def test_too_many_processes_has_a_name(outside):
    code = """
        import os, time
        for _ in range(100):
            time.sleep(0.02)
            if os.fork() == 0:
                time.sleep(30)
    """
    ended = outside.run(code, LIMITS).exit
    assert ended.reason == "too many processes"
    assert "BlockingIOError" in ended.output


@only(Tier.NAMESPACES)  # without, processes are counted for a whole user
def test_one_sandbox_does_not_use_up_the_processes_of_another(outside):
    crowd = """
        import os, time
        try:
            while True:
                if os.fork() == 0:
                    time.sleep(30)
        except BlockingIOError:
            say("full")
        channel.receive()
    """
    with outside.spawn(crowd, LIMITS) as box:
        assert box.channel.receive(10) == b'"full"'
        assert outside.ask("import subprocess; say(subprocess.call(['true']))", LIMITS) == 0


# ------------------------------------------------------------------------------ disk

FILL = """
    import os
    written, problem = 0, ""
    try:
        for number in range(64):
            with open(f"{place}/{{number}}", "wb") as out:
                for _ in range(16):
                    out.write(bytes(1 << 16))
                    out.flush()
                    written += 1 << 16
    except OSError as error:
        problem = os.strerror(error.errno)
    say([written, problem])
"""


@only(Tier.NAMESPACES)
@pytest.mark.parametrize("place", [".", "/tmp", "/dev/shm"])
def test_scratch_is_bounded(outside, place):
    given = {"given": bytes(3 * MIB)}  # does not count
    written, problem = outside.ask(FILL.format(place=place), LIMITS, files=given)
    assert problem == "No space left on device"
    assert LIMITS.scratch // 2 < written <= LIMITS.scratch + 4 * MIB


@only(Tier.NAMESPACES)
def test_all_of_scratch_has_one_bound(outside):
    code = FILL.format(place="/tmp") + FILL.format(place=".")
    (first, _), (second, _) = outside.run(code, LIMITS).said
    assert first + second <= LIMITS.scratch + 4 * MIB


@only(Tier.LANDLOCK)
def test_scratch_without_mounts_is_watched(outside):
    ended = outside.run(FILL.format(place=".") + "\n    import time; time.sleep(30)", LIMITS).exit
    assert ended.reason == "too much disk"


def test_a_file_is_no_larger_than_scratch(outside):
    code = """
        import os
        with open("sparse", "wb") as out:
            try:
                out.truncate(1 << 40)
                say("made")
            except OSError as error:
                say(os.strerror(error.errno))
    """
    assert outside.ask(code, LIMITS) == "File too large"


def test_inodes_are_bounded(outside):
    code = """
        import os, time
        made = 0
        try:
            for made in range(20_000):
                os.mkdir(f"{made}")
            time.sleep(30)
        except OSError as error:
            say([made, os.strerror(error.errno)])
    """
    outcome = outside.run(code, replace(LIMITS, wall=2))
    if outside.tier is Tier.NAMESPACES:
        ((made, problem),) = outcome.said
        assert problem == "No space left on device"
        assert 3500 < made < 4200
    else:
        assert outcome.exit.reason == "too much disk"


# ---------------------------------------------------------------------------- output


def test_output_is_kept_up_to_the_limit(outside):
    outcome = outside.run("print('o' * 400); import sys; print('e' * 400, file=sys.stderr)", LIMITS)
    assert outcome.exit.output == "o" * 400 + "\n" + "e" * 400 + "\n"
    assert not outcome.exit.output_cut


def test_a_flood_of_output_neither_blocks_nor_costs_memory(outside):
    code = """
        import os
        for _ in range(1 << 12):
            os.write(1, b"x" * (1 << 16))  # 256 MiB
        say("done")
    """
    outcome = outside.run(code, LIMITS)
    assert outcome.said == ["done"]
    assert outcome.exit.output == "x" * LIMITS.output
    assert outcome.exit.output_cut


def test_output_need_not_be_text(outside):
    outcome = outside.run(r"import os; os.write(1, b'\xff\xfe\n\x00'); os.write(2, b'ok')", LIMITS)
    assert outcome.exit.output == "\ufffd\ufffd\n\0ok"


def test_output_survives_a_kill(outside):
    with outside.spawn("print('half a line', end=''); print(); say(1); channel.receive()") as box:
        box.channel.receive(5)
        assert box.close().output == "half a line\n"
