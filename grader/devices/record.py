"""A record of what code asked of the devices, for tests of order: warmed up, waited, then timed."""

import contextlib
from collections.abc import Iterator

_records: list[list[str]] = []


@contextlib.contextmanager
def recorded() -> Iterator[list[str]]:
    """Record, within the block, the operations on simulated devices in their order.

    The list holds operations as PyTorch names them ("aten::mm"), and "synchronize" wherever code
    waits: for a device, a stream or an event. A value read back waits as well on a real device;
    it shows as "aten::copy_" or "aten::_local_scalar_dense". A test may append what it likes, the
    readings of a patched clock for one.
    """
    record: list[str] = []
    _records.append(record)
    try:
        yield record
    finally:
        _records.remove(record)


def note(what: str) -> None:
    """Add to every record that is being made."""
    for record in _records:
        record.append(what)
