import sys

import torch
from torch.utils.data import DataLoader

from grader.testing import assert_equal, check, expect_error, probe


class Unsized:
    """Items that can be gone through again and again, but not counted beforehand."""

    def __init__(self, items):
        self.items = items

    def __iter__(self):
        return iter(self.items)

    def __len__(self):
        raise TypeError("nobody knows")


class Terminal:
    """Keeps what is written to it, and what of that was flushed."""

    def __init__(self, is_terminal):
        self.is_terminal, self.text, self.flushed = is_terminal, "", 0

    def isatty(self):
        return self.is_terminal

    def write(self, text):
        self.text += text
        return len(text)

    def flush(self):
        self.flushed = len(self.text)


@probe
def go(unit, items, text, terminal=True, default=False, rounds=1, sized=True, steps=None):
    """Go through a bar; what came, and what stood on the stream at each item and at the end."""
    stream = Terminal(terminal)
    events = []

    def fetched():
        for item in items:
            events.append(["fetched", item])
            yield item

    wrapped = items if sized else Unsized(items)
    if steps == "generator":
        wrapped = fetched()
    kept = sys.stderr, sys.stdout
    other = Terminal(terminal)
    try:
        sys.stdout = other
        if default:
            bar = unit.Progress(wrapped, text)
            sys.stderr = stream
        else:
            sys.stderr = other
            bar = unit.Progress(wrapped, text, stream=stream)
        came = []
        for _ in range(rounds):
            for item in bar:
                came.append(item)
                events.append(["used", item, stream.text, stream.flushed])
    finally:
        sys.stderr, sys.stdout = kept
    return {
        "items": came,
        "events": events,
        "text": stream.text,
        "flushed": stream.flushed,
        "elsewhere": other.text,
    }


@probe
def length(unit, items, sized):
    return len(unit.Progress(items if sized else Unsized(items), "count"))


@probe
def nothing_done_early(unit, items, text):
    """What is written by making a bar and asking for its length."""
    stream = Terminal(True)
    bar = unit.Progress(items, text, stream=stream)
    counted = len(bar)
    before = stream.text
    list(bar)
    return counted, before, stream.text


@probe
def loaded(unit, n, size, seed, epochs, terminal):
    """The batches of some epochs of a shuffling loader behind a bar."""
    generator = torch.Generator().manual_seed(seed)
    loader = DataLoader(torch.arange(n), batch_size=size, shuffle=True, generator=generator)
    bar = unit.Progress(loader, "train", stream=Terminal(terminal))
    return [list(bar) for _ in range(epochs)]


def bar(text, done, total):
    filled = 20 * done // total if total else 0
    return f"\r{text} [{'#' * filled}{'.' * (20 - filled)}] {done}/{total}"


def whole(text, total):
    return "".join(bar(text, done, total) for done in range(total + 1)) + "\n"


def drawn(draw, n):
    return [draw.integer(1000, 9999) for _ in range(n)]


def test_gives_the_items(observe, draw):
    """Going through it does not give the wrapped items, in their order."""
    for terminal in (True, False):
        items = drawn(draw, 7)
        seen = observe(go, items=items, text=draw.word(), terminal=terminal)
        assert_equal(seen["items"], items, "the list of items")


def test_can_be_gone_through_again(observe, draw):
    """A second loop over it gives nothing, or draws nothing.

    A loader is gone through once an epoch. Begin anew whenever a loop begins, as `__iter__` is
    asked to do.
    """
    items, text = drawn(draw, 3), draw.word()
    seen = observe(go, items=items, text=text, rounds=3)
    assert_equal(seen["items"], items * 3, "the list of items of three loops")
    assert_equal(seen["text"], whole(text, 3) * 3, "what three loops write")


def test_stands_for_a_loader(observe, draw):
    """Behind the bar a shuffling loader gives other batches than without it.

    Whoever looks at the progress of a training must not change it. Each loop over the bar begins
    one loop over the loader, no more: every beginning draws a new order.
    """
    n, size, seed = draw.integer(30, 50), draw.integer(4, 9), draw.seed()
    generator = torch.Generator().manual_seed(seed)
    loader = DataLoader(torch.arange(n), batch_size=size, shuffle=True, generator=generator)
    expected = [list(loader) for _ in range(3)]
    for terminal in (True, False):
        came = observe(loaded, n=n, size=size, seed=seed, epochs=3, terminal=terminal)
        assert_equal(came, expected, "the batches of three epochs")


def test_length(observe, draw):
    """`len(progress)` is not the length of what is wrapped."""
    n = draw.integer(3, 30)
    assert_equal(observe(length, items=list(range(n)), sized=True), n, "the length")


def test_draws_the_bar(observe, draw):
    """On a terminal the bars are not those of the statement.

    One before the first item and one after each item, each beginning with a carriage return, and a
    line feed after the last.
    """
    for n in (1, 3, 7, draw.integer(21, 45)):
        text = draw.word()
        seen = observe(go, items=drawn(draw, n), text=text)
        assert_equal(seen["text"], whole(text, n), f"what is written for {n} items")


def test_draws_while_it_goes(observe, draw):
    """The bars are not drawn while the loop runs.

    Before an item is handed out, as many are done as were handed out before: the bar is on the
    screen then. All at the end is too late.
    """
    items, text = drawn(draw, 5), draw.word()
    seen = observe(go, items=items, text=text)
    used = [event for event in seen["events"] if event[0] == "used"]
    check(len(used) == 5, f"{len(used)} items came; 5 were expected.")
    written = ""
    for done, event in enumerate(used):
        written += bar(text, done, 5)
        assert_equal(event[2], written, f"what is written when item {done + 1} is in use")


def test_flushes(observe, draw):
    """What is written is not flushed.

    A stream collects what is written and shows it when it likes, mostly at the end of a line. This
    line ends only when all is over.
    """
    seen = observe(go, items=drawn(draw, 4), text=draw.word())
    check(seen["text"], "Nothing is written on a terminal.")
    for _, _, text, flushed in (event for event in seen["events"] if event[0] == "used"):
        assert_equal(flushed, len(text), "the number of characters flushed before an item is used")
    assert_equal(seen["flushed"], len(seen["text"]), "the number of characters flushed at the end")


def test_silent_where_nobody_watches(observe, draw):
    """Something is written although the stream is no terminal.

    In a file the carriage return takes nothing back: every bar stays, thousands of them.
    `stream.isatty()` says whether a person may be watching.
    """
    items = drawn(draw, 5)
    for default in (False, True):
        seen = observe(go, items=items, text=draw.word(), terminal=False, default=default)
        assert_equal(seen["items"], items, "the list of items")
        assert_equal(seen["text"], "", "what is written")
        assert_equal(seen["elsewhere"], "", "what is written to the other streams")


def test_default_stream(observe, draw):
    """Without a stream it does not write to what `sys.stderr` is when the loop begins.

    A default in the signature is looked up once, when the class is defined. Later on the stream may
    be another one: tests and notebooks exchange it. Look it up in `__iter__`.
    """
    text = draw.word()
    seen = observe(go, items=drawn(draw, 3), text=text, default=True)
    assert_equal(seen["text"], whole(text, 3), "what is written to sys.stderr")
    assert_equal(seen["elsewhere"], "", "what is written to sys.stdout")


def test_given_stream(observe, draw):
    """With a stream given, something is written elsewhere."""
    text = draw.word()
    seen = observe(go, items=drawn(draw, 3), text=text)
    assert_equal(seen["text"], whole(text, 3), "what is written to the stream")
    assert_equal(seen["elsewhere"], "", "what is written to sys.stderr and sys.stdout")


def test_draws_nothing_before_the_loop(observe, draw):
    """Something is written before the loop begins, or by asking for the length."""
    text = draw.word()
    counted, before, after = observe(nothing_done_early, items=drawn(draw, 4), text=text)
    assert_equal(counted, 4, "the length")
    assert_equal(before, "", "what is written before the loop")
    assert_equal(after, whole(text, 4), "what is written by the loop")


def test_nothing_to_do(observe, draw):
    """An empty iterable does not give one empty bar and 0/0.

    Nothing may be divided by 0.
    """
    text = draw.word()
    seen = observe(go, items=[], text=text)
    assert_equal(seen["items"], [], "the list of items")
    assert_equal(seen["text"], whole(text, 0), "what is written")


def test_without_a_length(observe, draw):
    """Where the length is not known, the bars are not just text and count.

    A stream of data has no length: `len` raises a `TypeError`.
    """
    items, text = drawn(draw, 3), draw.word()
    expected = "".join(f"\r{text} {done}" for done in range(4)) + "\n"
    for steps in (None, "generator"):
        seen = observe(go, items=items, text=text, sized=False, steps=steps)
        assert_equal(seen["items"], items, "the list of items")
        assert_equal(seen["text"], expected, "what is written")
    with expect_error(TypeError):
        observe(length, items=items, sized=False)


def test_fetches_one_item_at_a_time(observe, draw):
    """All items are fetched before the first is handed out.

    A loader reads its batches from disk one by one. In a list they would all have to be in memory,
    and the bar would stand still until the last is there.
    """
    items = drawn(draw, 4)
    for terminal in (True, False):
        seen = observe(go, items=items, text=draw.word(), terminal=terminal, steps="generator")
        order = [event[:2] for event in seen["events"]]
        expected = [[what, item] for item in items for what in ("fetched", "used")]
        assert_equal(order, expected, "the order of fetching and using")
