"""Tests of what surrounds the model: casing, context, mending. They need the medium model."""

from __future__ import annotations

import pathlib
import re
import signal
import sys
import unicodedata
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))

import presidio_bridge
import presidio_patterns
from presidio_casing import WORD, Casing, is_code
from presidio_words import FUNCTION, Likeness

# Text, and what is in it.
FOUND: list[tuple[str, dict[str, str]]] = [
    ("hey can u ask maria if the invoice was paid", {"maria": "PERSON"}),
    ("tell penny cooper the meeting moved", {"penny cooper": "PERSON"}),
    ("flying from denver to long beach on friday", {"denver": "LOCATION", "long beach": "LOCATION"}),
    ("CUSTOMER: MARIA GONZALEZ, CITY: TUCSON", {"MARIA GONZALEZ": "PERSON", "TUCSON": "LOCATION"}),
    ("Mr. Stone called twice.", {"Stone": "PERSON"}),
    ("All the best,\nAmber Cooley\nVertex Bank", {"Amber Cooley": "PERSON"}),
    ('{"name": "Rose Pace", "city": "Lublin"}', {"Rose Pace": "PERSON", "Lublin": "LOCATION"}),
    ("<customer><lastName>Grant</lastName></customer>", {"Grant": "PERSON"}),
    ("name,email,city\nIvy Lane,ilane@example.com,Eugene\n", {"Ivy Lane": "PERSON", "Eugene": "LOCATION"}),
    ("1. Graves, Nina\n2. Delgado, Tommy\n", {"Graves": "PERSON", "Nina": "PERSON", "Delgado": "PERSON"}),
    (
        "Ship it to 742 Evergreen Terrace, Springfield, OR 97475",
        {
            "742 Evergreen Terrace": "LOCATION",
            "Springfield": "LOCATION",
            "OR": "LOCATION",
        },
    ),
    ("She lives at Hauptstraße 12", {"Hauptstraße 12": "LOCATION"}),
    ("Please call Wren, wren.okafor@example.com. Okafor is out today.", {"Okafor": "PERSON"}),
    ("Victoria Lang left. Victoria will be back in Austin soon.", {"Victoria": "PERSON", "Austin": "LOCATION"}),
    (
        'send(body="Dear Jack,\\n\\nyour visa is ready.\\n\\nRegards,\\nErika Novak")',
        {
            "Jack": "PERSON",
            "Erika Novak": "PERSON",
        },
    ),
    ("Ask Jean-Pierre Dubois about it.", {"Jean-Pierre Dubois": "PERSON"}),
    ("Please loop in Jean-Pierre Dubois.", {"Jean-Pierre Dubois": "LOCATION"}),
    ("name,seats\nWill Young,2\n", {"Will Young": "PERSON"}),
    ("user 7 city=Chicago action=login", {"Chicago": "LOCATION"}),
    (unicodedata.normalize("NFD", "Dear Zoë Müller,"), {unicodedata.normalize("NFD", "Zoë Müller"): "PERSON"}),
    ("Hi An\u00adna Smith,", {"An\u00adna Smith": "PERSON"}),
    ("Her name is Frida van der Berg-Olsen Jr.", {"Frida van der Berg-Olsen Jr.": "PERSON"}),
]
# What stock Presidio makes names or places of.
NOTHING = [
    "We use Docker, Postgres, Redis and Kafka; Grafana and Prometheus for dashboards.",
    "# Getting Started\n\n## Install the Command Line Tool\n",
    "def parse_config(path):\n    return Config(**yaml.safe_load(path))",
    "Error Code 403: Access Denied. Contact Your Administrator.",
    "why is my react component rendering twice in strict mode",
    "Exception in thread main java.lang.NullPointerException at app.Main.run(Main.java:42)",
    "Best regards,\nThe Billing Team",
    "Ticket TKT-34631 was merged into ORD-99812.",
    "i need it by friday, max 200 words, thanks",
    "",
]


class SurroundingsTests(unittest.TestCase):
    bridge: presidio_bridge.Bridge

    @classmethod
    def setUpClass(cls) -> None:
        cls.bridge = presidio_bridge.Bridge(markers=["[REDACTED]"])
        if not cls.bridge.casing.likeness.is_known:
            raise unittest.SkipTest("SKIPPED: the installed model has no vectors of words")

    def test_found(self) -> None:
        for (text, expected), spans in zip(FOUND, self.bridge.found([text for text, _ in FOUND])):
            with self.subTest(text=text):
                found = {text[start:end]: entity for start, end, entity in spans}
                self.assertEqual({words: found.get(words) for words in expected}, expected, found)

    def test_nothing(self) -> None:
        for text, spans in zip(NOTHING, self.bridge.found(NOTHING)):
            with self.subTest(text=text):
                self.assertEqual([text[start:end] for start, end, _ in spans], [])

    def test_repaired_texts_are_as_long(self) -> None:
        texts = (
            [text for text, _ in FOUND] + NOTHING + ["ıstanbul ßen ﬁona ǆon", "MARIA İZMİR", "\\nmaria\\n", "a" * 5000]
        )
        for text in texts:
            for variant in (text, text.lower(), text.upper(), text.title()):
                self.assertEqual(len(self.bridge.casing.repaired(variant)), len(variant))

    def test_nothing_is_kept_of_texts(self) -> None:
        word = "qzx" + "wvk" * 5
        self.bridge.found([f"I met {word} today"])
        self.assertNotIn(word, self.bridge.pipeline.vocab.strings)

    def test_hostile_pieces(self) -> None:
        """Pieces that took seconds: they end, and what is in them is found."""
        for unit in (">", '"', "_", "A a ", "a,", "a@b.co ", "Mr Anna "):
            text = "I am John Smith. " + (unit * 8192)[:8000]
            self.assertIn("John Smith", [text[start:end] for start, end, _ in self.bridge.found([text])[0]][:1])
        names = "Smith, John; " * 600
        self.assertEqual(len(self.bridge.found([names])[0]), 1200)

    def test_findings_are_disjoint(self) -> None:
        texts = ["\n".join(text for text, _ in FOUND) * 3, "\n".join(text for text, _ in FOUND).lower()]
        for text, spans in zip(texts, self.bridge.found(texts)):
            self.assertGreater(len(spans), 10)
            for (_, end, _), (start, _, _) in zip(spans, spans[1:]):
                self.assertLessEqual(end, start)
            self.assertTrue(all(0 <= start < end <= len(text) for start, end, _ in spans))


class PatternTests(unittest.TestCase):
    def test_no_expression_takes_more_than_linear_time(self) -> None:
        """One that took more would not be done with these texts in hours."""
        units = [
            *(
                "a",
                "A",
                "A ",
                "a ",
                "Aa ",
                "1 ",
                "a.",
                "a-",
                "a'",
                "A. ",
                "dr ",
                "name: ",
                "1 Aa ",
                "rue ",
                "calle De ",
            ),
            *(
                "\n",
                "hi\n",
                "regards\n\n",
                "in A",
                "a@",
                "a@a.",
                "<a@",
                "my son ",
                "\t",
                "|",
                ",",
                "AL, ",
                "the A ",
                "é",
            ),
        ]
        rules = [rule for rule, _ in presidio_patterns.PERSON_RULES] + list(presidio_patterns.STREETS)
        # These are asked at one place, or within a bounded part.
        placed = {
            "ADDRESS_CITY",
            "ADDRESS_TAIL",
            "HEADING",
            "IDENTIFIER",
            "NEXT_OF_LIST",
            "PERSON_AFTER",
            "PLACE_AFTER",
        }
        bounded = {"AFTER", "BEFORE", "BEFORE_ADDRESS", "CALLED", "MID_SENTENCE", "PLACE_BEFORE"}
        for name, value in vars(presidio_patterns).items():
            if isinstance(value, re.Pattern) and name not in placed | bounded:
                rules.append(value)

        def give_up(*_: object) -> None:
            raise TimeoutError

        before = signal.signal(signal.SIGALRM, give_up)
        signal.alarm(600)
        try:
            for rule in rules:
                for unit in units:
                    with self.subTest(rule=rule.pattern[:60], unit=unit):
                        self.assertGreaterEqual(sum(1 for _ in rule.finditer((unit * 20_000)[:20_000])), 0)
            for name in placed:
                for unit in units:
                    with self.subTest(name=name, unit=unit):
                        getattr(presidio_patterns, name).match((unit * 20_000)[:20_000])
        finally:
            signal.alarm(0)
            signal.signal(signal.SIGALRM, before)

    def test_code(self) -> None:
        for line in (
            "int main(void) { return 0; }",
            "import numpy as np",
            "SELECT id FROM users;",
            "$ git -C x status",
        ):
            self.assertTrue(is_code(line), line)
        for line in ("from Maria to Peter, with love", "import duties in Spain are high", "i select the red one"):
            self.assertFalse(is_code(line), line)

    def test_words(self) -> None:
        self.assertEqual(WORD.findall("O'Neill's 3rd snake_case x"), ["O'Neill's", "x"])
        self.assertTrue(FUNCTION.isdisjoint({"maria", "john", "stone"}))

    def test_without_vectors(self) -> None:
        import spacy

        casing = Casing(Likeness(spacy.blank("en").vocab))
        self.assertFalse(casing.likeness.is_known)
        self.assertEqual(casing.repaired("tell maria it is done"), "tell Maria it is done")


if __name__ == "__main__":
    unittest.main()
