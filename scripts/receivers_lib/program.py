"""The program that is run against the receivers, and the model server that it talks to."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Dict, List, Optional, Tuple

from .core import REPO, Failure, Missing, Process, environment, require

SERVICE = "support-agent"
LIMIT = 60  # seconds for one run


Output = subprocess.CompletedProcess  # of text


@dataclass
class Told:
    """What the model server was asked and answered in one run."""

    questions: List[str]
    tokens: List[Tuple[int, int]]
    refusals: int

    def innocent(self, secrets: List[str]) -> str:
        """The longest run of plain words in what was asked, away from everything secret."""
        best = ""
        for question in self.questions:
            for secret in secrets:
                question = question.replace(secret, "\0")
            # A finding may take the word beside a secret with it.
            for words in re.findall(r"(?:(?<=\s)|^)[A-Za-z]+(?: [A-Za-z]+)+(?=[\s.,;:?!])", question):
                inner = " ".join(words.split(" ")[1:-1])
                best = max(best, inner, key=len)
        require(
            best.count(" ") >= 2, "no question has a few plain words in a row: nothing can show that content arrives"
        )
        return best


class Model:
    def __init__(self, stack: ExitStack, folder: Path):
        self.record = folder / "model.jsonl"
        self.record.touch()
        command = [sys.executable, str(REPO / "Examples" / "fake-model-server"), "--record", str(self.record)]
        process = stack.enter_context(Process(command, folder / "model.log", folder, environment()))
        self.url = process.address()
        self.read = 0

    def told(self) -> Told:
        """What came since this was last asked."""
        lines = [json.loads(line) for line in self.record.read_text().splitlines()[self.read :]]
        self.read += len(lines)
        messages = [message for line in lines for message in (line["request"] or {}).get("messages", [])]
        texts = [text for message in messages if message["role"] == "user" for text in texts_of(message["content"])]
        answered = [line["usage"] for line in lines if line["usage"]]
        tokens = [(usage["prompt_tokens"], usage["completion_tokens"]) for usage in answered]
        return Told(texts, tokens, sum(line["status"] == 429 for line in lines))


def texts_of(value: Any) -> List[str]:
    if isinstance(value, dict):
        return [text for item in value.values() for text in texts_of(item)]
    if isinstance(value, list):
        return [text for item in value for text in texts_of(item)]
    return [value] if isinstance(value, str) else []


class Program:
    def __init__(self, path: Optional[str]):
        if path is None:
            try:
                shown = subprocess.run(
                    ["swift", "build", "--show-bin-path"], cwd=REPO, stdout=subprocess.PIPE, text=True, timeout=120
                )
            except (OSError, subprocess.TimeoutExpired) as error:
                raise Missing(f"swift: {error}") from None
            path = str(Path(shown.stdout.strip()) / SERVICE)
        self.path = Path(path).resolve()
        if not self.path.is_file():
            raise Missing(
                f"{self.path} is missing: `swift build --product {SERVICE}` makes it, --program names another"
            )
        self.secrets = self.run({}, "--secrets").stdout.splitlines()
        require(len(self.secrets) >= 3, f"{self.path.name} --secrets names {len(self.secrets)} secrets")
        require(all(len(secret) >= 6 for secret in self.secrets), "a secret is too short to be searched for")

    def run(self, settings: Dict[str, str], *arguments: str) -> Output:
        """A run, which must end well and in time."""
        try:
            result = subprocess.run(
                [str(self.path), *arguments],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
                errors="replace",
                timeout=LIMIT,
                env=environment(**settings),
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            raise Failure(f"{self.path.name}: {error}") from None
        if result.returncode:
            raise Failure(f"{self.path.name} ended with {result.returncode}:\n{result.stderr[-2000:]}")
        return result
