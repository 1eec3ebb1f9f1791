"""What can go wrong on the trusted side. Named for what happened."""

from __future__ import annotations

from grader.errors import Mistake


class SandboxError(Mistake):
    """A sandbox could not be made or asked; the message is for a person."""


class SandboxUnavailable(SandboxError):
    """This machine cannot hold a sandbox of the kind asked for."""


class ChannelError(Exception):
    """The channel can no longer be used as asked."""


class ChannelClosed(ChannelError):
    """The other side is gone, or an earlier error left the stream in the middle of a frame."""


class ChannelTimeout(ChannelError):
    """The whole frame did not pass before the deadline."""


class FrameTooLarge(ChannelError):
    """A frame is longer than the limit; nothing of it was read."""
