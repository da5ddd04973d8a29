"""Takes pictures of pages with Chromium without a window, spoken to over its pipes."""

from __future__ import annotations

import base64
import json
import os
import select
import signal
import subprocess
import time
from pathlib import Path
from typing import Any, Dict

from .core import Failure, environment, eventually, require
from .kinds import Phoenix
from .spans import ANSWER, TOOL
from .venvs import chromium


class Browser:
    def __init__(self, folder: Path):
        theirs_in, self.output = os.pipe()
        self.input, theirs_out = os.pipe()
        # Chromium reads from descriptor 3 and writes to 4, where the shell puts them.
        command = ["sh", "-c", f'exec "$@" 3<&{theirs_in} 4>&{theirs_out}', "sh", chromium(), "--headless=new"]
        command += ["--remote-debugging-pipe", f"--user-data-dir={folder}"]
        command += ["--disable-gpu", "--hide-scrollbars", "--no-first-run", "--disable-background-networking"]
        command += ["--no-sandbox"] if os.geteuid() == 0 else []  # it has none for root
        with (folder / "log").open("wb") as log:
            self.process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                pass_fds=(theirs_in, theirs_out),
                env=environment(HOME=str(folder), TMPDIR=str(folder)),
                start_new_session=True,
            )
        os.close(theirs_in)
        os.close(theirs_out)
        self.number, self.rest, self.session = 0, b"", ""

    def __enter__(self) -> Browser:
        return self

    def __exit__(self, *_: Any) -> None:
        try:
            os.killpg(self.process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        self.process.wait()
        os.close(self.input)
        os.close(self.output)

    def call(self, method: str, **parameters: Any) -> Dict[str, Any]:
        self.number += 1
        message: Dict[str, Any] = {"id": self.number, "method": method, "params": parameters}
        if self.session:
            message["sessionId"] = self.session
        try:
            os.write(self.output, json.dumps(message).encode() + b"\0")
        except BrokenPipeError:
            raise Failure("chromium has ended") from None
        deadline = time.monotonic() + 60
        while True:
            line, found, rest = self.rest.partition(b"\0")
            if not found:
                ready, _, _ = select.select([self.input], [], [], max(0, deadline - time.monotonic()))
                read = os.read(self.input, 1 << 16) if ready else b""
                require(read, f"chromium does not answer {method}")
                self.rest += read
                continue
            self.rest = rest
            answer = json.loads(line)
            if answer.get("id") == self.number:
                require("error" not in answer, f"chromium: {method}: {answer.get('error')}")
                return answer["result"]

    def open(self, url: str, width: int, height: int) -> None:
        target = self.call("Target.createTarget", url=url)["targetId"]
        self.session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)

    def value(self, script: str) -> Any:
        return self.call("Runtime.evaluate", expression=script, returnByValue=True)["result"].get("value")

    def wait_for(self, text: str) -> None:
        script = f"document.body !== null && document.body.innerText.includes({json.dumps(text)})"
        eventually(60, lambda: require(self.value(script), f"the page does not show “{text}”"))

    def picture(self) -> bytes:
        return base64.b64decode(self.call("Page.captureScreenshot", format="png")["data"])


def take_picture(phoenix: Phoenix, file: Path, folder: Path) -> str:
    """A picture of a trace in Phoenix, with the last answer of the model."""
    folder.mkdir()
    with Browser(folder) as browser:
        browser.open(phoenix.page(), 1600, 900)
        browser.wait_for(TOOL)
        browser.wait_for(ANSWER)
        time.sleep(1)  # until what moves stands still
        file.write_bytes(browser.picture())
    return f"{file}, {file.stat().st_size} bytes"
