"""The channel: frames from a peer that may be hostile."""

import os
import random
import resource
import socket
import struct
import threading
import time
import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.sandbox import Channel, ChannelClosed, ChannelError, ChannelTimeout, FrameTooLarge
from grader.sandbox.frames import CHUNK


@pytest.fixture
def pair():
    """A channel, and the bare socket at its other end."""
    ours, theirs = socket.socketpair()
    with Channel(ours) as channel, theirs:
        yield channel, theirs


def frame(payload: bytes, length: int | None = None) -> bytes:
    return struct.pack(">Q", len(payload) if length is None else length) + payload


@pytest.mark.parametrize("size", [0, 1, 7, 8, 9, CHUNK, CHUNK + 1, 5 << 20])
def test_what_is_sent_is_received(size):
    a, b = map(Channel, socket.socketpair())
    payload = random.Random(size).randbytes(size)
    sender = threading.Thread(target=a.send, args=(payload,))
    sender.start()
    assert b.receive(10) == payload
    sender.join()


def test_frames_keep_their_order_and_their_bounds(pair):
    channel, peer = pair
    peer.sendall(frame(b"one") + frame(b"") + frame(b"three"))
    assert [channel.receive(1) for _ in range(3)] == [b"one", b"", b"three"]


def test_a_closed_peer_is_told_from_a_silent_one(pair):
    channel, peer = pair
    with pytest.raises(ChannelTimeout):
        channel.receive(0)
    peer.sendall(frame(b"abc")[:-1])
    peer.close()
    with pytest.raises(ChannelClosed):
        channel.receive(1)
    with pytest.raises(ChannelClosed):
        channel.receive(1)
    with pytest.raises(ChannelClosed):
        channel.send(b"x")


def test_what_was_said_before_the_end_can_still_be_heard(pair):
    channel, peer = pair
    peer.sendall(frame(b"last words"))
    peer.close()
    with pytest.raises(ChannelClosed):
        channel.send(b"x")
    assert channel.receive(1) == b"last words"


def test_a_timeout_in_the_middle_of_a_frame_loses_nothing(pair):
    channel, peer = pair
    sent = frame(b"in two parts")
    peer.sendall(sent[:11])
    with pytest.raises(ChannelTimeout):
        channel.receive(0.01)
    peer.sendall(sent[11:])
    assert channel.receive(1) == b"in two parts"


def test_a_drip_does_not_extend_the_deadline(pair):
    channel, peer = pair
    stop = threading.Event()

    def drip():
        peer.sendall(frame(b"", 1000))
        while not stop.wait(0.01):
            peer.sendall(b"x")

    dripping = threading.Thread(target=drip)
    dripping.start()
    started = time.monotonic()
    with pytest.raises(ChannelTimeout):
        channel.receive(0.2)
    assert time.monotonic() - started < 1
    stop.set()
    dripping.join()


def test_a_peer_that_never_reads_does_not_hold_us_up(pair):
    channel, _ = pair
    started = time.monotonic()
    with pytest.raises(ChannelTimeout):
        channel.send(bytes(8 << 20), timeout=0.2)
    assert time.monotonic() - started < 1
    with pytest.raises(ChannelClosed):  # half a frame is out: nothing can follow it
        channel.send(b"x")


@pytest.mark.parametrize("length", [101, 1 << 32, (1 << 64) - 1])
def test_a_frame_beyond_the_limit_is_refused_unread(pair, length):
    channel, peer = pair
    peer.sendall(frame(b"", length))
    with pytest.raises(FrameTooLarge, match=f"{length} bytes; the limit is 100"):
        channel.receive(1, limit=100)
    with pytest.raises(ChannelClosed):
        channel.receive(1)


def test_memory_follows_what_came_and_not_what_was_promised(pair):
    channel, peer = pair
    peer.sendall(frame(b"only this", 4 << 30))
    tracemalloc.start()
    try:
        with pytest.raises(ChannelTimeout):
            channel.receive(0.05, limit=8 << 30)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 2 * CHUNK


def test_descriptors_that_a_peer_sends_along_are_not_kept(pair):
    channel, peer = pair
    before = os.listdir("/proc/self/fd")
    for _ in range(50):
        socket.send_fds(peer, [frame(b"gift")], [0] * 10)
        assert channel.receive(1) == b"gift"
    assert len(os.listdir("/proc/self/fd")) == len(before)


@settings(max_examples=300, deadline=None)
@given(
    data=st.binary(max_size=200),
    cuts=st.lists(st.integers(0, 200), max_size=5),
    limit=st.integers(0, 64),
)
def test_any_bytes_give_frames_or_a_channel_error(data, cuts, limit):
    ours, theirs = socket.socketpair()
    with Channel(ours) as channel, theirs:
        for start, end in zip([0, *sorted(cuts)], [*sorted(cuts), 200], strict=True):
            theirs.sendall(data[start:end])
        theirs.shutdown(socket.SHUT_WR)
        received = []
        with pytest.raises((ChannelClosed, FrameTooLarge)):
            while True:
                received.append(channel.receive(1, limit))
    assert data.startswith(b"".join(map(frame, received)))
    assert all(len(payload) <= limit for payload in received)


@settings(max_examples=100, deadline=None)
@given(payloads=st.lists(st.binary(max_size=3000), max_size=8), pieces=st.integers(1, 700))
def test_frames_survive_any_cutting(payloads, pieces):
    ours, theirs = socket.socketpair()
    with Channel(ours) as channel, theirs:
        stream = b"".join(map(frame, payloads))
        received = []
        for start in range(0, len(stream), pieces):
            theirs.sendall(stream[start : start + pieces])
            try:
                received.append(channel.receive(0))
            except ChannelTimeout:
                continue
        while len(received) < len(payloads):
            received.append(channel.receive(1))
    assert received == payloads


@pytest.mark.slow
def test_a_million_random_frames():
    """Random lengths, some of them lies, random cuts: no crash, no hang, no growth."""
    rng = random.Random(0)
    received = refused = 0
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    while received + refused < 1_000_000:
        ours, theirs = socket.socketpair()
        with Channel(ours) as channel, theirs:
            stream = bytearray()
            for _ in range(rng.randrange(1, 500)):
                payload = rng.randbytes(min(rng.getrandbits(rng.randrange(8)), 127))
                lie = rng.random()
                length = len(payload) if lie > 0.004 else rng.getrandbits(rng.randrange(1, 65))
                stream += frame(payload, length)
            theirs.sendall(stream)
            theirs.shutdown(socket.SHUT_WR)
            try:
                while True:
                    channel.receive(0 if rng.random() < 0.5 else 1, limit=1 << 20)
                    received += 1
            except ChannelError:
                refused += 1
    assert received > 500_000
    assert refused > 1000
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 64 << 10  # KiB
