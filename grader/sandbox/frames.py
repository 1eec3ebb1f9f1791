"""Length-prefixed frames on a stream socket, read from a peer that may be hostile.

A frame is its length (8 bytes, big-endian) and then its payload.
"""

from __future__ import annotations

import select
import socket
import struct
import time
from types import TracebackType

from grader.sandbox.errors import ChannelClosed, ChannelTimeout, FrameTooLarge

HEADER = struct.Struct(">Q")
MAX_FRAME = 64 << 20  # bytes
CHUNK = 256 << 10  # bytes asked of the kernel at once: all that a lying header can make us allocate
SEND_SECONDS = 30.0


class Channel:
    """One end of a conversation in frames.

    Not for use by several threads at once. After a `ChannelTimeout` from `receive` the next
    `receive` goes on where it stopped, and after a `ChannelClosed` from `send` what the peer said
    before can still be received. After any other error the channel is closed.
    """

    def __init__(self, connection: socket.socket) -> None:
        self._socket = connection
        self._socket.setblocking(False)
        self._arrived = bytearray()

    def send(self, payload: bytes, timeout: float | None = SEND_SECONDS) -> None:
        """Send one frame.

        Args:
            timeout: seconds for the whole frame; None waits for ever.

        Raises:
            ChannelTimeout: the peer does not read; the channel is closed, as half a frame is out.
            ChannelClosed: the peer is gone.
        """
        deadline = _deadline(timeout)
        header = HEADER.pack(len(payload))
        if len(payload) <= CHUNK:
            self._send_all(header + payload, deadline)
        else:
            self._send_all(header, deadline)
            self._send_all(payload, deadline)

    def receive(self, timeout: float | None = None, limit: int = MAX_FRAME) -> bytes:
        """The next frame.

        Memory grows with the bytes that really came, never with what a header promises.

        Args:
            timeout: seconds for the whole frame, however it drips; None waits for ever.
            limit: the most bytes a frame may have.

        Raises:
            ChannelTimeout, ChannelClosed, FrameTooLarge
        """
        deadline = _deadline(timeout)
        self._fill(HEADER.size, deadline)
        (length,) = HEADER.unpack_from(self._arrived)
        if length > limit:
            self.close()
            raise FrameTooLarge(f"a frame of {length} bytes; the limit is {limit}")
        self._fill(HEADER.size + length, deadline)
        payload = bytes(memoryview(self._arrived)[HEADER.size :])
        self._arrived = bytearray()
        return payload

    def close(self) -> None:
        """Close this end. Closing again does nothing."""
        self._socket.close()
        self._arrived = bytearray()

    def fileno(self) -> int:
        """The socket's descriptor, to wait on; -1 when closed."""
        return self._socket.fileno()

    def __enter__(self) -> Channel:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _fill(self, size: int, deadline: float | None) -> None:
        # Never past `size`: what has arrived is at most one frame.
        while (missing := size - len(self._arrived)) > 0:
            try:
                chunk = self._socket.recv(min(missing, CHUNK))
            except BlockingIOError:
                self._wait(select.POLLIN, deadline)
                continue
            except OSError as error:
                raise self._gone(error) from None
            if not chunk:
                raise self._gone()
            self._arrived += chunk
            if deadline is not None and time.monotonic() > deadline and missing > len(chunk):
                raise ChannelTimeout("the frame did not come in time")

    def _send_all(self, data: bytes, deadline: float | None) -> None:
        view = memoryview(data)
        while view:
            try:
                view = view[self._socket.send(view[: 1 << 20], socket.MSG_NOSIGNAL) :]
            except BlockingIOError:
                try:
                    self._wait(select.POLLOUT, deadline)
                except ChannelTimeout:
                    self.close()
                    raise ChannelTimeout("the other side did not read in time") from None
            except OSError as error:
                # Not closed: what the peer said before it went can still be received.
                raise ChannelClosed(str(error)) from None

    def _wait(self, event: int, deadline: float | None) -> None:
        poll = select.poll()
        poll.register(self._socket, event)
        if deadline is None:
            poll.poll()
        elif not poll.poll(max(0.0, deadline - time.monotonic()) * 1000):
            raise ChannelTimeout("the frame did not come in time")

    def _gone(self, error: OSError | None = None) -> ChannelClosed:
        self.close()
        return ChannelClosed(str(error) if error else "the other side has closed the channel")


def _deadline(timeout: float | None) -> float | None:
    return None if timeout is None else time.monotonic() + timeout
