"""Tests of a worker process, with a stand-in for Presidio: python -m unittest discover python/tests"""

from __future__ import annotations

import pathlib
import signal
import socket
import struct
import subprocess
import sys
import unittest

SOURCE = (pathlib.Path(__file__).resolve().parent.parent / "presidio_worker.py").read_text()
# Does what the text says.
STAND_IN = """
import sys

class Bridge:
    description = "stand-in"

    def analyze(self, texts):
        if texts == ["exit"]:
            raise SystemExit("exit of Jane Doe")
        if texts == ["memory"]:
            raise MemoryError
        if texts == ["missing"]:
            raise Missing("there is no model")
        if texts == ["value"]:
            raise ValueError("what Jane Doe wrote")
        if texts == ["print"]:
            os.system("echo Jane Doe")
            print("Jane Doe", flush=True)
            print("Jane Doe", file=sys.stderr, flush=True)
        if texts == ["hang"]:
            while True:
                pass
        return "|".join(texts).encode()

def make(*texts):
    if texts[2] == "missing":
        raise Missing("there is no model 'missing'")
    return Bridge()
"""


def frame(*texts: str, milliseconds: int = 0) -> bytes:
    parts = [struct.pack("<I", len(text.encode())) + text.encode() for text in texts]
    return struct.pack("<II", sum(map(len, parts)), milliseconds) + b"".join(parts)


class WorkerTests(unittest.TestCase):
    def setUp(self) -> None:
        self.host, other = socket.socketpair()
        self.host.settimeout(60)
        self.worker = subprocess.Popen(
            [sys.executable, "-I", "-c", f"{SOURCE}\n{STAND_IN}\nserve(0, make)"],
            stdin=other.fileno(),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        other.close()

    def tearDown(self) -> None:
        self.host.close()
        self.worker.kill()
        self.worker.wait()
        assert self.worker.stdout is not None
        self.assertEqual(self.worker.stdout.read(), b"")
        self.worker.stdout.close()

    def ask(self, *texts: str, milliseconds: int = 0) -> tuple[int, bytes]:
        self.host.sendall(frame(*texts, milliseconds=milliseconds))
        return self.answer()

    def answer(self) -> tuple[int, bytes]:
        length, status = struct.unpack("<IB", self.received(5))
        return status, self.received(length)

    def received(self, count: int) -> bytes:
        data = b""
        while len(data) < count:
            part = self.host.recv(count - len(data))
            if not part:
                raise EOFError
            data += part
        return data

    def test_answers_come_in_order(self) -> None:
        self.assertEqual(self.ask("", "0.4", "", ""), (0, b"stand-in"))
        texts = ["", "é 🙂 日本", "\0\n"]
        self.assertEqual(self.ask(*texts), (0, "|".join(texts).encode()))
        long = "x" * 3_000_000
        self.assertEqual(self.ask(long), (0, long.encode()))
        self.host.sendall(frame("one") + frame("two"))
        self.assertEqual(self.answer(), (0, b"one"))
        self.assertEqual(self.answer(), (0, b"two"))

    def test_what_is_missing_is_told(self) -> None:
        self.assertEqual(self.ask("", "0.4", "missing", ""), (1, b"there is no model 'missing'"))

    def test_no_error_ends_it_or_quotes_a_text(self) -> None:
        self.ask("", "0.4", "", "")
        self.assertEqual(self.ask("exit"), (2, b"SystemExit"))
        self.assertEqual(self.ask("memory"), (2, b"MemoryError"))
        self.assertEqual(self.ask("value"), (2, b"ValueError"))
        self.assertEqual(self.ask("missing"), (1, b"there is no model"))
        self.assertEqual(self.ask("and on"), (0, b"and on"))

    def test_what_is_no_text_is_refused(self) -> None:
        self.ask("", "0.4", "", "")
        for bad, name in ((b"\1\0\0\0\xff", b"UnicodeDecodeError"), (b"\1", b"error")):
            self.host.sendall(struct.pack("<II", len(bad), 0) + bad)
            self.assertEqual(self.answer(), (2, name))

    def test_nothing_is_printed(self) -> None:
        # That nothing arrives is looked at in the end.
        self.ask("", "0.4", "", "")
        self.assertEqual(self.ask("print"), (0, b"print"))

    def test_signals_to_the_whole_group_are_the_hosts(self) -> None:
        self.ask("", "0.4", "", "")
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            self.worker.send_signal(number)
        self.assertEqual(self.ask("still here"), (0, b"still here"))

    def test_ends_with_its_host(self) -> None:
        self.ask("", "0.4", "", "")
        self.host.close()
        self.assertEqual(self.worker.wait(60), 0)

    def test_ends_without_a_host_even_if_it_hangs(self) -> None:
        self.ask("", "0.4", "", "")
        self.host.sendall(frame("hang", milliseconds=300))
        self.host.close()
        self.assertEqual(self.worker.wait(60), -signal.SIGALRM)

    def test_time_that_is_over_without_a_frame_does_not_count(self) -> None:
        self.ask("", "0.4", "", "")
        self.assertEqual(self.ask("one", milliseconds=300), (0, b"one"))
        with self.assertRaises(subprocess.TimeoutExpired):
            self.worker.wait(0.6)
        self.assertEqual(self.ask("two"), (0, b"two"))
