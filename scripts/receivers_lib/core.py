"""What everything here stands on: failures, deadlines, requests to this machine, processes that are always ended."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any, Callable, Dict, List, Optional, Sequence, TypeVar

REPO = Path(__file__).resolve().parent.parent.parent
T = TypeVar("T")


class Failure(Exception):
    """Something is not as it must be."""


class Ended(Failure):
    """A process is gone, so that waiting for it has no use."""


class Missing(Exception):
    """Something is not here and could not be installed."""


def require(holds: Any, problem: str) -> None:
    if not holds:
        raise Failure(problem)


def eventually(seconds: float, attempt: Callable[[], T]) -> T:
    """What the attempt returns once it does not fail any more; its last failure if that takes too long."""
    deadline = time.monotonic() + seconds
    while True:
        try:
            return attempt()
        except Ended:
            raise
        except Failure:
            if time.monotonic() > deadline:
                raise
        time.sleep(0.2)


def free_ports(count: int) -> List[int]:
    sockets = [socket.socket() for _ in range(count)]
    try:
        for one in sockets:
            one.bind(("127.0.0.1", 0))
        return [one.getsockname()[1] for one in sockets]
    finally:
        for one in sockets:
            one.close()


# A proxy of the environment's has nothing to do with this machine.
opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def ask(url: str, body: Optional[Any] = None) -> bytes:
    """The answer to a GET, or to a POST of JSON."""
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url, data, {"Content-Type": "application/json"} if data else {})
    try:
        with opener.open(request, timeout=20) as response:
            return response.read()
    except (urllib.error.URLError, OSError) as error:
        raise Failure(f"{url}: {error}") from None


def environment(**own: str) -> Dict[str, str]:
    """The environment without what would configure a program or receiver behind our back."""
    taken = ("OTEL_", "BOTANU_", "PHOENIX_", "MLFLOW_", "ROTEL_", "PYTHON")
    proxies = ("http_proxy", "https_proxy", "all_proxy")
    kept = {k: v for k, v in os.environ.items() if not k.startswith(taken) and k.lower() not in proxies}
    return {**kept, **own}


class Process:
    """A process in a group of its own, so that nothing it starts outlives it."""

    def __init__(self, command: Sequence[str], log: Path, cwd: Path, env: Dict[str, str]):
        self.name, self.log = Path(command[0]).name, log
        with log.open("ab") as output:
            self.process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                cwd=cwd,
                env=env,
                start_new_session=True,
            )

    def __enter__(self) -> Process:
        return self

    def __exit__(self, *_: Any) -> None:
        self.signal(signal.SIGTERM)
        try:
            self.process.wait(15)
        except subprocess.TimeoutExpired:
            pass
        self.signal(signal.SIGKILL)  # also what the leader has left behind
        self.process.wait()

    def signal(self, number: int) -> None:
        try:
            os.killpg(self.process.pid, number)
        except ProcessLookupError:
            pass

    def output(self) -> str:
        return self.log.read_text(errors="replace")

    def ready(self, seconds: float, attempt: Callable[[], T]) -> T:
        """What the attempt returns once the process serves."""

        def alive() -> T:
            if self.process.poll() is not None:
                raise Ended(f"{self.name} ended with {self.process.returncode}:\n{self.output()[-2000:]}")
            return attempt()

        return eventually(seconds, alive)

    def address(self) -> str:
        """Where a server of ours says that it listens."""

        def read() -> str:
            word, found, rest = self.output().partition("listening on ")
            require(found and "\n" in rest, f"{self.name} does not listen")
            return rest.split("\n")[0]

        return self.ready(20, read)
