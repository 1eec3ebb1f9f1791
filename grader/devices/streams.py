"""Streams and events, which here only keep time: all work is done when its call returns.

On a real device a stream is a queue and an event a mark in it. The classes are torch.Stream and
torch.Event with the waiting taken out, so code written for a device runs and gives right times.
"""

import threading
import time
from types import TracebackType
from typing import Any

import torch

from grader.devices import simulator
from grader.devices.record import note

_defaults: list["Stream"] = []
_thread = threading.local()  # like the current device, the current streams belong to the thread


class Stream(torch.Stream):
    """A queue of a device that is always empty."""

    def __new__(cls, device: Any = None, priority: int = 0, **kwargs: Any) -> "Stream":
        index = simulator.index_of(device)
        self: Stream = super().__new__(cls, torch.device(simulator.NAME, index), priority=priority)
        return self

    def query(self) -> bool:
        """Whether all work in it is done: always."""
        return True

    def synchronize(self) -> None:
        """Wait for the work in it."""
        note("synchronize")

    def wait_event(self, event: torch.Event) -> None:
        """Let later work wait for an event."""

    def wait_stream(self, stream: torch.Stream) -> None:
        """Let later work wait for another stream's."""

    def record_event(self, event: torch.Event | None = None) -> torch.Event:
        """Record an event, a new one where none is given."""
        event = Event(self.device) if event is None else event
        event.record(self)
        return event

    def __enter__(self) -> "Stream":
        # Kept by thread: DataParallel's threads enter the same stream side by side.
        before = current(self.device.index), simulator.current()
        _thread.entered = [*getattr(_thread, "entered", []), before]
        make_current(self)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        stream, device = _thread.entered.pop()
        make_current(stream)
        simulator.exchange(device)


class Event(torch.Event):
    """A mark that remembers when it was recorded."""

    _timed: bool
    _recorded: float | None = None

    def __new__(cls, device: Any = None, *, enable_timing: bool = False, **kwargs: Any) -> "Event":
        index = simulator.index_of(device)
        self: Event = super().__new__(
            cls, torch.device(simulator.NAME, index), enable_timing=enable_timing
        )
        self._timed = enable_timing
        return self

    def record(self, stream: torch.Stream | None = None) -> None:
        """Remember this moment."""
        self._recorded = time.perf_counter()

    def query(self) -> bool:
        """Whether the work before it is done: always."""
        return True

    def synchronize(self) -> None:
        """Wait for the work before it."""
        note("synchronize")

    def wait(self, stream: torch.Stream | None = None) -> None:
        """Let a stream wait for it."""

    def elapsed_time(self, end_event: torch.Event) -> float:
        """Milliseconds from this event to `end_event`; both recorded, and made for timing."""
        for event in (self, end_event):
            if not getattr(event, "_timed", False):
                raise ValueError("Both events must be created with argument 'enable_timing=True'.")
            if getattr(event, "_recorded", None) is None:
                raise ValueError("Both events must be recorded before calculating elapsed time.")
        return (end_event._recorded - self._recorded) * 1e3  # type: ignore[attr-defined]


def install(count: int) -> None:
    """Let torch.Stream and torch.Event make ours: they belong to the process's accelerator."""
    _defaults[:] = [Stream(index) for index in range(count)]
    names: Any = torch
    names.Stream, names.Event = Stream, Event


def current(index: int) -> Stream:
    """The stream that work on sim:`index` goes to."""
    stream: Stream = getattr(_thread, "streams", {}).get(index, _defaults[index])
    return stream


def make_current(stream: Stream) -> None:
    """Send this thread's work on the stream's device to it, and make the device current."""
    simulator.exchange(stream.device.index)
    _thread.streams = {**getattr(_thread, "streams", {}), stream.device.index: stream}
