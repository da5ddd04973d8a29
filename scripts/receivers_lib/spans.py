"""Spans and metrics in the one shape that all receivers' answers are brought into, and what must hold of them."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any, Dict, List, Tuple

from .core import require
from .program import SERVICE, Told

ROOT = "botanu.run/Support"
CHAT = "chat gpt-4o"
FAILING = "chat gpt-4o-unavailable"
TOOL = "execute_tool lookup_order"
STAMPS = {"botanu.workflow": "Support", "botanu.event_id": None, "botanu.customer_id": None}
ANSWER = "looked into your request"  # the model server says so in each text


@dataclass
class Span:
    """Of what a receiver does not keep there is None."""

    name: str
    trace: str
    id: str
    parent: str
    status: str
    attributes: Dict[str, Any]
    events: List[Tuple[str, Dict[str, Any]]]
    kind: Any = None
    service: Any = None

    def text(self, attribute: str) -> str:
        """As text, also where a receiver has parsed it."""
        value = self.attributes.get(attribute, "")
        return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


@dataclass
class Point:
    """A point of a histogram."""

    metric: str
    attributes: Dict[str, Any]
    count: int
    sum: float
    delta: bool


@dataclass
class Run:
    """A run of the program: what the model server saw of it, and what must not be seen of it."""

    told: Told
    secrets: List[str]
    innocent: str = field(init=False)

    def __post_init__(self) -> None:
        asked = "\n".join(self.told.questions)
        require(self.told.tokens and self.told.refusals, "the program made no call that succeeds, or none that fails")
        require(any(secret in asked for secret in self.secrets), "the model was told no secret: nothing could leak")
        self.innocent = self.told.innocent(self.secrets)

    def check_trace(self, spans: List[Span]) -> str:
        """Fails unless these are the spans of the run; says what was there."""
        traces = {span.trace for span in spans}
        require(len(traces) == 1, f"{len(spans)} spans of {len(traces)} new traces")
        by_id = {span.id: span for span in spans}
        require(len(by_id) == len(spans), "two spans have one identifier")
        roots = [span for span in spans if not span.parent]
        require([span.name for span in roots] == [ROOT], f"the roots are {[span.name for span in roots]}")
        root = roots[0]
        for span in spans:
            line = [span]
            while line[-1].parent and len(line) <= len(spans):
                require(line[-1].parent in by_id, f"{line[-1].name}: its parent is not there")
                line.append(by_id[line[-1].parent])
            require(line[-1] is root, f"{span.name}: not below the root")
        self.check_stamps(root, spans)
        chats = self.check_chats(spans)
        steps = {span.id for span in spans if span.name.startswith("botanu.step/") and span.parent == root.id}
        require(steps, "no step below the root")
        require(any(span.parent in steps for span in chats), "no call to the model below a step")
        tools = [span for span in spans if span.name == TOOL]
        require(tools, f"no {TOOL}")
        require(
            all(span.attributes.get("gen_ai.operation.name") == "execute_tool" for span in tools), f"{TOOL}: what it is"
        )
        self.check_failure(spans)
        totals = [sum(side) for side in zip(*self.told.tokens)]
        return f"{len(spans)} spans, {totals[0]} tokens in, {totals[1]} out"

    def check_stamps(self, root: Span, spans: List[Span]) -> None:
        run = root.attributes.get("botanu.run_id")
        require(run, "the root has no run id")
        for span in spans:
            require(span.attributes.get("botanu.run_id") == run, f"{span.name}: not the root's run id")
            require(span.service in (SERVICE, None), f"{span.name}: service {span.service}")
        for name, value in STAMPS.items():
            found = root.attributes.get(name)
            require(found == value if value else found, f"the root's {name} is {found!r}")
        require(root.status == "ok", f"the root's status is {root.status!r}")

    def check_chats(self, spans: List[Span]) -> List[Span]:
        chats = [span for span in spans if span.name == CHAT]
        for span in chats:
            require(span.kind in ("client", None), f"{CHAT}: kind {span.kind}")
            for name, value in (
                ("gen_ai.operation.name", "chat"),
                ("gen_ai.provider.name", "openai"),
                ("gen_ai.request.model", "gpt-4o"),
            ):
                require(span.attributes.get(name) == value, f"{CHAT}: {name} is {span.attributes.get(name)!r}")
            require(span.status != "error", f"{CHAT}: an error")
        usage = [f"gen_ai.usage.{side}_tokens" for side in ("input", "output")]
        tokens = sorted((tuple(span.attributes.get(name) for name in usage) for span in chats), key=str)
        told = sorted(self.told.tokens, key=str)
        require(tokens == told, f"tokens {tokens}, the model counted {told}")
        inputs = [span.text("botanu.eval.input_content") for span in chats]
        asked = any(self.innocent in text for text in inputs)
        require(asked, f"{CHAT}: the question's “{self.innocent}” did not arrive")
        outputs = [span.text("botanu.eval.output_content") for span in chats]
        require(any(ANSWER in text for text in outputs), f"{CHAT}: the answer's “{ANSWER}” did not arrive")
        return chats

    def check_failure(self, spans: List[Span]) -> None:
        failing = [span for span in spans if span.name == FAILING]
        require(0 < len(failing) <= self.told.refusals, f"{len(failing)} {FAILING}, refused {self.told.refusals}")
        for span in failing:
            require(span.status == "error", f"{FAILING}: status {span.status}")
            exceptions = [attributes for name, attributes in span.events if name == "exception"]
            require(exceptions, f"{FAILING}: no exception")
            for name in ("exception.type", "exception.message"):
                require(exceptions[0].get(name), f"{FAILING}: an exception without {name}")

    def check_metrics(self, points: List[Point], spans: List[Span]) -> str:
        """Fails unless the points, in the order in which they came, tell of the run what its spans do."""
        latest: Dict[Tuple[str, str], Point] = {}
        for point in points:
            key = (point.metric, json.dumps(point.attributes, sort_keys=True))
            if point.delta and key in latest:
                before = latest[key]
                point = Point(point.metric, point.attributes, before.count + point.count, before.sum + point.sum, True)
            latest[key] = point
        for side, expected in zip(("input", "output"), (sum(side) for side in zip(*self.told.tokens))):
            found = sum(
                point.sum
                for (metric, _), point in latest.items()
                if metric == "gen_ai.client.token.usage" and point.attributes.get("gen_ai.token.type") == side
            )
            require(
                found == expected, f"gen_ai.client.token.usage: {found} {side} tokens, the model counted {expected}"
            )
        durations = [
            point
            for (metric, _), point in latest.items()
            if metric == "gen_ai.client.operation.duration" and point.attributes.get("gen_ai.operation.name") == "chat"
        ]
        calls = sum(span.name in (CHAT, FAILING) for span in spans)
        counted = sum(point.count for point in durations)
        require(counted == calls, f"gen_ai.client.operation.duration: {counted} calls, there are {calls} spans")
        require(0 < sum(point.sum for point in durations) < 60, "gen_ai.client.operation.duration: not in seconds")
        return f"{len(latest)} series of metrics"
