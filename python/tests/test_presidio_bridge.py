"""Tests of the Python side, against the installed Presidio: python -m unittest discover python/tests"""

from __future__ import annotations

import pathlib
import struct
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))

import presidio_bridge


def unpacked(bridge: presidio_bridge.Bridge, texts: list[str]) -> list[list[tuple[str, str]]]:
    """Entity and text of what was found in each text."""
    packed, place = bridge.analyze(texts), 0
    all_found = []
    for text in texts:
        (count,) = struct.unpack_from("<I", packed, place)
        place += 4
        found = []
        for _ in range(count):
            entity, start, end = struct.unpack_from("<III", packed, place)
            place += 12
            found.append((bridge.entities[entity], text.encode()[start:end].decode()))
        all_found.append(found)
    assert place == len(packed)
    return all_found


class BridgeTests(unittest.TestCase):
    bridge: presidio_bridge.Bridge

    @classmethod
    def setUpClass(cls) -> None:
        cls.bridge = presidio_bridge.make("", "0.4", "", "[REDACTED]\n<PERSON>")

    def test_places_are_bytes(self) -> None:
        for before in ("", "é ", "🙂 日本 ", "\0 "):
            found = unpacked(self.bridge, [before + "My name is John Smith and I live in London."])[0]
            self.assertIn(("PERSON", "John Smith"), found)
            self.assertIn(("LOCATION", "London"), found)

    def test_texts_keep_their_order(self) -> None:
        texts = ["", "nothing here", "My name is John Smith.", "", "I live in London."] * 20
        found = unpacked(self.bridge, texts)
        self.assertEqual([bool(one) for one in found], [False, False, True, False, True] * 20)

    def test_markers_stay(self) -> None:
        for marker in ("[REDACTED]", "<PERSON>"):
            text = f"{marker} John Smith of {marker}, {marker}{marker} and London"
            for _, found in unpacked(self.bridge, [text])[0]:
                self.assertNotIn(marker, found)

    def test_long_texts_are_cut_and_nothing_is_missed(self) -> None:
        sentence = "The parcel left the warehouse on a cold and rainy day, and nobody has seen it since. "
        text = sentence * 400 + "My name is John Smith and I live in London. " + sentence * 400
        self.assertGreater(len(text), 3 * presidio_bridge.LONGEST)
        found = unpacked(self.bridge, [text])[0]
        self.assertEqual(found.count(("PERSON", "John Smith")), 1)

    def test_pieces_cover_the_text(self) -> None:
        for text in ("", "a" * 50_000, "a b " * 20_000, "Yes. " * 10_000):
            covered = 0
            for piece, start in presidio_bridge.cut(text):
                self.assertLessEqual(start, covered)
                self.assertEqual(text[start : start + len(piece)], piece)
                self.assertLessEqual(len(piece), presidio_bridge.LONGEST)
                covered = start + len(piece)
            self.assertEqual(covered, len(text))

    def test_what_is_missing_is_told(self) -> None:
        with self.assertRaisesRegex(presidio_bridge.Missing, "no model 'no_such_model'"):
            presidio_bridge.make("", "0.4", "no_such_model", "")
        with self.assertRaisesRegex(presidio_bridge.Missing, "no entity NO_SUCH_ENTITY"):
            presidio_bridge.make("PERSON,NO_SUCH_ENTITY", "0.4", "", "")

    def test_other_entities_need_no_network(self) -> None:
        bridge = presidio_bridge.make("EMAIL_ADDRESS,PERSON", "0.4", "", "")
        found = unpacked(bridge, ["mail jane" + "@" + "example.co.uk, says John Smith"])[0]
        self.assertIn(("EMAIL_ADDRESS", "jane" + "@" + "example.co.uk"), found)


if __name__ == "__main__":
    unittest.main()
