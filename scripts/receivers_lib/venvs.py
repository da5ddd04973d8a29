"""Installs each receiver into a virtual environment of its own, with uv."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Sequence

from .core import REPO, Missing

FOLDER = REPO / ".venv-receivers"
LIMIT = 600  # seconds for one installation


def run(command: Sequence[str]) -> None:
    try:
        result = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=LIMIT,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise Missing(f"{command[0]}: {error}") from None
    if result.returncode:
        raise Missing(f"{' '.join(command)}:\n{result.stdout[-2000:]}")


def uv() -> str:
    # What pip puts into a folder of its own is allowed where the system's Python is managed by somebody else.
    own = FOLDER / "uv" / "bin" / "uv"
    found = shutil.which("uv") or (str(own) if own.exists() else None)
    if found is None:
        run([sys.executable, "-m", "pip", "install", "--quiet", "--target", str(FOLDER / "uv"), "uv"])
        found = str(own)
    return found


def install(name: str, requirements: Sequence[str]) -> Path:
    """The environment with just these packages; what is there already is not asked for again."""
    folder = FOLDER / name
    note = folder / "installed"
    wanted = "\n".join([sys.version, *requirements])
    if not note.exists() or note.read_text() != wanted:
        os.environ["UV_PYTHON_DOWNLOADS"] = "never"
        run([uv(), "venv", "--quiet", "--clear", "--python", sys.executable, str(folder)])
        run([uv(), "pip", "install", "--quiet", "--python", str(folder / "bin" / "python"), *requirements])
        note.write_text(wanted)
    return folder


def chromium() -> str:
    """Debian's browser, installed if it is missing."""
    if not (shutil.which("chromium") or shutil.which("apt-get")):
        raise Missing("there is no chromium, and no apt-get to install it")
    if not shutil.which("chromium"):
        sudo = [] if os.geteuid() == 0 else ["sudo", "--non-interactive"]
        apt = [*sudo, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get"]
        run([*apt, "update", "-qq"])
        # Without a font of its own the picture has no letters.
        run([*apt, "install", "-y", "-qq", "--no-install-recommends", "chromium", "fonts-dejavu-core"])
    return shutil.which("chromium") or "chromium"
