"""The warm process: what it costs, what it refuses, and that nothing gets back into it."""

import sys
from dataclasses import replace

import pytest

from grader.sandbox import Limits, SandboxError, Tier, Zygote, spawn

from .conftest import ENTRY, HERE, eventually, started


def settled(zygote):
    """The zygote's state when it has waited for all its sandboxes; memory wanders by some pages."""
    assert eventually(lambda: zygote.state().sandboxes == 0)
    return replace(zygote.state(), memory=0)


VANDAL = """
    import builtins, gc, os, random, sys, threading
    os.environ["VANDAL"] = "was here"
    os.chdir("/tmp")
    random.seed(0); random.random()
    sys.modules.clear(); sys.path.clear()
    builtins.len = lambda _: 0
    for thing in gc.get_objects()[:10_000]:
        if isinstance(thing, dict):
            thing.clear()
    os.closerange(0, 100)
"""


def test_nothing_that_a_sandbox_does_changes_it(outside):
    before = settled(outside.zygote)
    outside.run(VANDAL)
    outside.run("import os; os.abort()")
    outside.run("import json, decimal, sqlite3, random; random.random()")
    assert settled(outside.zygote) == before
    assert outside.ask("import os; say([len('abc'), 'VANDAL' in os.environ])") == [3, False]


def test_random_numbers_are_not_shared(outside):
    code = "import os, random, uuid; say([random.random(), os.urandom(8).hex(), uuid.uuid4().hex])"
    answers = [outside.ask(code) for _ in range(3)]
    assert len({value for answer in answers for value in answer}) == 9


def test_a_crash_of_one_does_not_touch_the_next(outside):
    for code in (
        "import ctypes; ctypes.string_at(0)",
        "raise MemoryError",
        "import os; os._exit(9)",
    ):
        assert outside.run(code).exit.reason != "ended"
    assert outside.ask("say('well')") == "well"


def test_several_run_side_by_side(outside):
    boxes = [outside.spawn("say(channel.receive().decode())") for _ in range(8)]
    for number, box in enumerate(boxes):
        box.channel.send(str(number).encode())
    for number, box in enumerate(boxes):
        assert box.channel.receive(5) == b'"%d"' % number
        assert box.wait().reason == "ended"


def test_it_can_be_asked_from_threads_of_other_processes(outside):
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda n: outside.ask(f"say({n})"), range(40)))
    assert answers == list(range(40))


@pytest.mark.parametrize(
    ("preload", "entry", "message"),
    [
        (["no_such_module"], ENTRY, "No module named 'no_such_module'"),
        ([], "sandbox_inside:nothing", "no attribute 'nothing'"),
        (["sandbox_threads"], ENTRY, "has 2 threads and cannot fork safely"),
    ],
)
@pytest.mark.parametrize("tier", [Tier.NAMESPACES, Tier.UNSAFE])
def test_what_cannot_be_warmed_up_is_refused(tier, preload, entry, message, tmp_path, monkeypatch):
    monkeypatch.syspath_prepend(str(HERE))
    monkeypatch.syspath_prepend(str(tmp_path))
    (tmp_path / "sandbox_threads.py").write_text(
        "import threading, time\nthreading.Thread(target=time.sleep, args=(60,)).start()\n"
    )
    with pytest.raises(SandboxError, match=message):
        Zygote(preload, entry, tier).start()


def test_a_zygote_that_was_not_started_has_no_address():
    with pytest.raises(SandboxError, match="not been started"):
        _ = Zygote([], ENTRY).address


def test_stopping_twice_is_harmless():
    with started(Tier.NAMESPACES) as zygote:
        zygote.stop()
        zygote.stop()


def test_it_can_read_what_it_is_told_to(tmp_path_factory, secrets, monkeypatch):
    monkeypatch.syspath_prepend(str(HERE))
    code = f"channel.send(open({str(secrets.canary)!r}).read().encode())".encode()
    with (
        Zygote([], ENTRY, Tier.NAMESPACES, read_only=[secrets.home]) as zygote,
        spawn(zygote.address, {}, Limits(), code) as box,
    ):
        assert box.channel.receive(5) == b"hidden tests"


@pytest.mark.slow
def test_a_thousand_sandboxes_leave_no_trace(outside):
    outside.ask("say(1)")
    before, memory = settled(outside.zygote), outside.zygote.state().memory
    for number in range(1000):
        assert outside.ask(f"say({number})") == number
    assert settled(outside.zygote) == before
    assert outside.zygote.state().memory < memory + (1 << 20)


def test_what_the_parent_can_import_it_can_import(outside):
    assert str(HERE) not in sys.path
    assert outside.ask("import sandbox_inside; say(sandbox_inside.__name__)") == "sandbox_inside"
