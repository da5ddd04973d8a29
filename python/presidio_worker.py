"""A process of its own that analyzes what a host sends it."""

from __future__ import annotations

import os
import struct
from collections.abc import Callable, Iterator, Sequence
from typing import Protocol


class Missing(Exception):
    """Something that has to be installed is not."""


class Analyzer(Protocol):
    description: str

    def analyze(self, texts: Sequence[str]) -> bytes: ...


def serve(descriptor: int, make: Callable[..., Analyzer]) -> None:
    """Answers the host at the other end of a socket, until it is gone; does not return.

    The host sends frames: two numbers, how many bytes follow and how many milliseconds the answer may take (0 for any
    time), then texts, each after its length. Those of the first frame are what `make` is called with, those of all
    others are analyzed. Each is answered with how many bytes follow, a status (0 done, 1 missing, 2 failed) in one
    byte, and what was packed, what failed, or for the first what is used. All numbers have 32 bits and are unsigned, little-endian.
    """
    import resource
    import signal
    import socket

    host = socket.socket(fileno=os.dup(descriptor))
    # Whatever a library prints or dumps may be of a text.
    null = os.open(os.devnull, os.O_RDWR)
    for number in {0, 1, 2, descriptor}:
        os.dup2(null, number)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # Those reach a whole group of processes. What becomes of it is the host's to decide, with whom this one ends.
    for ignored in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(ignored, signal.SIG_IGN)
    signal.signal(signal.SIGALRM, signal.SIG_DFL)

    def receive(count: int) -> bytes:
        data = bytearray()
        while len(data) < count:
            part = host.recv(min(count - len(data), 1 << 20))
            if not part:
                raise EOFError
            data += part
        return bytes(data)

    bridge: Analyzer | None = None
    try:
        while True:
            length, milliseconds = struct.unpack("<II", receive(8))
            frame = receive(length)
            # The host ends what is late. This ends it where there is no host any more, even if it hangs.
            signal.setitimer(signal.ITIMER_REAL, milliseconds / 1000)
            status, answer = 0, b""
            try:
                texts = list(unframed(frame))
                if bridge is None:
                    bridge = make(*texts)
                    answer = bridge.description.encode("utf-8")
                else:
                    answer = bridge.analyze(texts)
            except BaseException as error:  # One that asks to exit is one that failed, too.
                status, answer = failure(error)
            signal.setitimer(signal.ITIMER_REAL, 0)
            host.sendall(struct.pack("<IB", len(answer), status) + answer)
    except (EOFError, OSError):
        # Nothing is to be put in order, which would take its time.
        os._exit(0)


def unframed(frame: bytes) -> Iterator[str]:
    """The texts of a frame of the host's."""
    place = 0
    while place < len(frame):
        (length,) = struct.unpack_from("<I", frame, place)
        place += 4 + length
        yield frame[place - length : place].decode("utf-8")


def failure(error: BaseException) -> tuple[int, bytes]:
    """Status and words for an error: its type, since what it says may quote a text, but for what is said here."""
    words = str(error) if isinstance(error, Missing) else type(error).__name__
    return 1 if isinstance(error, Missing) else 2, words.encode("utf-8", "replace")[:200]
