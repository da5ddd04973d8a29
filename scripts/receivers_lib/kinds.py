"""The receivers: how each is installed, started and asked for what it has got."""

from __future__ import annotations

import base64
import json
import urllib.parse
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Dict, Iterable, List, Tuple

from .core import REPO, Process, ask, environment, free_ports, require
from .spans import CHAT, Point, Span
from .venvs import install

PROTOBUF, JSON = "http/protobuf", "http/json"
START = 180  # seconds; a first start makes databases


class Receiver:
    name: str
    requirements: Tuple[str, ...]
    encodings: Tuple[str, ...] = (PROTOBUF, JSON)
    metrics_in: Tuple[str, ...] = ()  # the encodings in which it takes metrics
    headers = ""
    own_settings: Dict[str, str] = {}  # of the program, for this receiver only

    def __init__(self, folder: Path):
        self.store = folder / "store"  # what is searched in the end: data, logs, answers
        self.store.mkdir(parents=True)
        self.endpoint = ""

    def install(self) -> None:
        self.bin = install(self.name, self.requirements) / "bin"

    def start(self, stack: ExitStack) -> None:
        raise NotImplementedError

    def spans(self) -> List[Span]:
        """All that it has, oldest first."""
        raise NotImplementedError

    def points(self) -> List[Point]:
        return []

    def begin(self) -> None:
        """A run begins."""

    def check_requests(self, encoding: str, compression: str) -> None:
        """Fails if something else came that is wrong for this receiver."""

    def process(self, stack: ExitStack, *command: str, **env: str) -> Process:
        return stack.enter_context(
            Process(
                command,
                self.store / f"{Path(command[0]).name}.log",
                self.store,
                # Caches and settings of a user's are none of its business, and no file may end up beyond the store.
                environment(HOME=str(self.store), TMPDIR=str(self.store), PYTHONUNBUFFERED="1", **env),
            )
        )

    def asked(self, url: str, name: str, body: Any = None) -> Any:
        """An answer, which is searched with the rest."""
        answer = ask(url, body)
        (self.store / name).write_bytes(answer)
        return json.loads(answer)


class Sink(Receiver):
    name = "sink"
    requirements = ("opentelemetry-proto==1.45.2",)
    metrics_in = (PROTOBUF, JSON)
    headers = "x-first=two%20words,x-second=2"

    def start(self, stack: ExitStack) -> None:
        self.output = self.store / "requests.jsonl"
        self.known = 0
        command = [str(self.bin / "python"), str(REPO / "scripts" / "otlp-sink")]
        process = self.process(stack, *command, "--output", str(self.output), "--raw", str(self.store / "raw"))
        self.endpoint = process.address()

    def lines(self) -> List[Dict[str, Any]]:
        text = self.output.read_text()
        return [json.loads(line) for line in text[: text.rfind("\n") + 1].splitlines()]

    def spans(self) -> List[Span]:
        return [
            Span(
                span["name"],
                span["trace_id"],
                span["span_id"],
                span["parent_id"],
                span["status"],
                span["attributes"],
                [(event["name"], event["attributes"]) for event in span["events"]],
                span["kind"],
                span["resource"].get("service.name"),
            )
            for line in self.lines()
            for span in line.get("spans", [])
        ]

    def points(self) -> List[Point]:
        return [
            Point(metric["name"], point["attributes"], point["count"], point["sum"], metric["temporality"] == "delta")
            for line in self.lines()
            for metric in line.get("metrics", [])
            for point in metric["points"]
            if metric["kind"].endswith("histogram")
        ]

    def begin(self) -> None:
        self.known = len(self.lines())

    def check_requests(self, encoding: str, compression: str) -> None:
        new = self.lines()[self.known :]
        problems = sorted({problem for line in new for problem in line["problems"]})
        require(not problems, "against the protocol: " + "; ".join(problems[:20]))
        form = ("application/json" if encoding == JSON else "application/x-protobuf", compression)
        for line in new:
            sent = line["headers"]
            given = (sent.get("x-first"), sent.get("x-second"))
            require(given == ("two words", "2"), f"the headers of OTEL_EXPORTER_OTLP_HEADERS came as {given}")
            came = (sent["content-type"].split(";")[0], sent.get("content-encoding", "none"))
            require(came == form, f"{line['path']} came as {came}, not as {form}")


class Rotel(Receiver):
    """A collector. What it has understood it sends on to a sink of ours."""

    name = "rotel"
    requirements = ("rotel==0.0.1a15",)
    # Of a histogram in JSON it takes counts that are numbers only; where they are strings, as the specification has
    # them, it answers 200 and keeps a metric without data.
    metrics_in = (PROTOBUF,)

    def install(self) -> None:
        super().install()
        self.behind = Sink(self.store / "behind")
        self.behind.install()

    def start(self, stack: ExitStack) -> None:
        self.behind.start(stack)
        port, grpc = free_ports(2)
        self.endpoint = f"http://127.0.0.1:{port}"
        (agent,) = self.bin.parent.glob("lib/python*/site-packages/rotel/rotel-agent")
        command = [str(agent), "start", "--otlp-http-endpoint", f"127.0.0.1:{port}"]
        command += ["--otlp-grpc-endpoint", f"127.0.0.1:{grpc}"]
        command += ["--pid-file", str(self.store / "pid"), "--log-file", str(self.store / "log")]
        command += ["--debug-log", "traces", "--debug-log", "metrics", "--debug-log-verbosity", "detailed"]
        command += ["--exporter", "otlp", "--otlp-exporter-protocol", "http"]
        process = self.process(stack, *command, "--otlp-exporter-endpoint", self.behind.endpoint)
        process.ready(START, lambda: require("Starting Rotel" in process.output(), "rotel does not start"))

    def spans(self) -> List[Span]:
        return self.behind.spans()

    def points(self) -> List[Point]:
        return self.behind.points()


class Phoenix(Receiver):
    name = "phoenix"
    requirements = ("arize-phoenix==20.26.1",)
    encodings = (PROTOBUF,)  # JSON is answered with 415, metrics with 405
    own_settings = {"BOTANU_EVAL_COMPAT": "openinference"}  # it shows content under the names of OpenInference

    def start(self, stack: ExitStack) -> None:
        # The port for gRPC is open on all interfaces, whatever PHOENIX_HOST says, and cannot be left out; it takes what
        # is sent to it, as long as this runs.
        port, grpc = free_ports(2)
        self.endpoint = f"http://127.0.0.1:{port}"
        process = self.process(
            stack,
            str(self.bin / "phoenix"),
            "serve",
            PHOENIX_WORKING_DIR=str(self.store),
            PHOENIX_HOST="127.0.0.1",
            PHOENIX_PORT=str(port),
            PHOENIX_GRPC_PORT=str(grpc),
            PHOENIX_TELEMETRY_ENABLED="false",
            PHOENIX_ALLOW_EXTERNAL_RESOURCES="false",
            PHOENIX_DISABLE_AGENT_ASSISTANT="true",
        )
        process.ready(START, lambda: ask(f"{self.endpoint}/healthz"))

    def answers(self) -> Iterable[Dict[str, Any]]:
        cursor: Any = ""
        found: List[Dict[str, Any]] = []
        while cursor is not None:
            query = urllib.parse.urlencode({"limit": 100, **({"cursor": cursor} if cursor else {})})
            page = self.asked(f"{self.endpoint}/v1/projects/default/spans?{query}", f"spans-{len(found)}.json")
            found += page["data"]
            cursor = page.get("next_cursor")
        return found

    def spans(self) -> List[Span]:
        return [
            Span(
                span["name"],
                span["context"]["trace_id"],
                span["context"]["span_id"],
                span["parent_id"] or "",
                span["status_code"].lower(),
                span["attributes"],
                [(event["name"], event["attributes"]) for event in span["events"]],
            )
            for span in sorted(self.answers(), key=lambda span: span["start_time"])
        ]

    def check_requests(self, encoding: str, compression: str) -> None:
        for span in self.spans():
            for side in ("input", "output"):
                content = span.attributes.get(f"botanu.eval.{side}_content")
                shown = span.attributes.get(f"{side}.value")
                require(content in (shown, None), f"{span.name}: {side}.value is not the {side} that was captured")

    def page(self) -> str:
        """Where a person sees the last answer of the model in its trace."""
        chats = [span for span in self.answers() if span["name"] == CHAT]
        last = max(chats, key=lambda span: span["start_time"])
        project = self.asked(f"{self.endpoint}/v1/projects/default", "project.json")["data"]["id"]
        trace, span = last["context"]["trace_id"], urllib.parse.quote(last["id"])
        return f"{self.endpoint}/projects/{project}/traces/{trace}?selectedSpanNodeId={span}"


class MLflow(Receiver):
    name = "mlflow"
    requirements = ("mlflow==3.17.2",)

    def start(self, stack: ExitStack) -> None:
        (port,) = free_ports(1)
        self.endpoint = f"http://127.0.0.1:{port}"
        command = [str(self.bin / "mlflow"), "server", "--host", "127.0.0.1", "--port", str(port), "--workers", "1"]
        command += ["--backend-store-uri", f"sqlite:///{self.store}/mlflow.db"]
        command += ["--default-artifact-root", str(self.store / "artifacts")]
        process = self.process(
            stack,
            *command,
            MLFLOW_DISABLE_TELEMETRY="true",
            DO_NOT_TRACK="true",
            MLFLOW_SERVER_ENABLE_JOB_EXECUTION="false",
        )
        process.ready(START, lambda: ask(f"{self.endpoint}/health"))
        # One that is not the default, so that the header is seen to arrive.
        made = self.asked(
            f"{self.endpoint}/api/2.0/mlflow/experiments/create", "experiment.json", {"name": "receivers"}
        )
        self.experiment = made["experiment_id"]
        self.headers = f"x-mlflow-experiment-id={self.experiment}"

    def spans(self) -> List[Span]:
        place = {"type": "MLFLOW_EXPERIMENT", "mlflow_experiment": {"experiment_id": self.experiment}}
        body = {"locations": [place], "max_results": 100}
        found = self.asked(f"{self.endpoint}/api/3.0/mlflow/traces/search", "traces.json", body).get("traces", [])
        spans = []
        for trace in found:
            name = trace["trace_id"]
            url = f"{self.endpoint}/api/3.0/mlflow/traces/get?trace_id={urllib.parse.quote(name)}"
            for span in self.asked(url, f"{name}.json")["trace"].get("spans", []):
                spans.append((span["start_time_unix_nano"], self.span(span, trace.get("tags", {}).get("service.name"))))
        return [span for _, span in sorted(spans, key=lambda pair: pair[0])]

    def span(self, span: Dict[str, Any], service: Any) -> Span:
        status = span.get("status", {}).get("code", "STATUS_CODE_UNSET")
        return Span(
            span["name"],
            base64.b64decode(span["trace_id"]).hex(),
            base64.b64decode(span["span_id"]).hex(),
            base64.b64decode(span.get("parent_span_id", "")).hex(),
            status[len("STATUS_CODE_") :].lower(),
            {pair["key"]: plain(pair.get("value", {})) for pair in span.get("attributes", [])},
            [
                (event["name"], {pair["key"]: plain(pair.get("value", {})) for pair in event.get("attributes", [])})
                for event in span.get("events", [])
            ],
            service=service,
        )


def plain(value: Dict[str, Any]) -> Any:
    """A value as MLflow writes it; it takes texts that are JSON apart."""
    if "array_value" in value:
        return [plain(item) for item in value["array_value"].get("values", [])]
    if "kvlist_value" in value:
        return {item["key"]: plain(item.get("value", {})) for item in value["kvlist_value"].get("values", [])}
    return int(value["int_value"]) if "int_value" in value else next(iter(value.values()), None)


KINDS = {kind.name: kind for kind in (Rotel, Phoenix, MLflow, Sink)}
