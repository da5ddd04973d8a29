"""Spans of a text: where something is found, and what that is."""

from __future__ import annotations

import bisect
import unicodedata
from collections.abc import Iterable

# Start, end, entity.
Found = tuple[int, int, str]


class Ranges:
    """Some spans, to be asked whether they touch another one."""

    def __init__(self, spans: Iterable[Found]) -> None:
        ordered = sorted((start, end) for start, end, _ in spans)
        self._starts = [start for start, _ in ordered]
        # Of all spans up to one the farthest end.
        self._ends: list[int] = []
        for _, end in ordered:
            self._ends.append(max(end, self._ends[-1]) if self._ends else end)

    def overlap(self, start: int, end: int) -> bool:
        before = bisect.bisect_left(self._starts, end)
        return before > 0 and self._ends[before - 1] > start

    def cover(self, start: int, end: int) -> bool:
        before = bisect.bisect_right(self._starts, start)
        return before > 0 and self._ends[before - 1] >= end


def disjoint(spans: Iterable[Found]) -> list[Found]:
    """The same characters, each in one span: of two entities the longer span has what both claim."""
    united: list[Found] = []
    for start, end, entity in sorted(spans, key=lambda span: (span[2], span[0], span[1])):
        if united and united[-1][2] == entity and start < united[-1][1]:
            start, end = united[-1][0], max(end, united.pop()[1])
        united.append((start, end, entity))
    kept: list[Found] = []
    for start, end, entity in sorted(united, key=lambda span: span[0] - span[1]):
        # Those that are kept are disjoint: what touches this one stands together.
        first = bisect.bisect_left(kept, (start, start, ""))
        if first > 0 and kept[first - 1][1] > start:
            first -= 1
        last, parts = first, []
        while last < len(kept) and kept[last][0] < end:
            if start < kept[last][0]:
                parts.append((start, kept[last][0], entity))
            start = max(start, kept[last][1])
            last += 1
        if start < end:
            parts.append((start, end, entity))
        for part in parts:
            bisect.insort(kept, part)
    return kept


# What is seen by nobody, and stands between letters all the same.
INVISIBLE = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff")


class Composed:
    """A text with its accents composed and without invisible characters: one name is one word however it is written."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._starts: list[int] | None = None
        self._ends: list[int] = []
        if unicodedata.is_normalized("NFC", text) and INVISIBLE.isdisjoint(text):
            return
        made: list[str] = []
        self._starts = []
        place = 0
        while place < len(text):
            end = place + 1
            while end < len(text) and (unicodedata.combining(text[end]) or text[end] in INVISIBLE):
                end += 1
            cluster = "".join(mark for mark in text[place:end] if mark not in INVISIBLE)
            for character in unicodedata.normalize("NFC", cluster):
                made.append(character)
                self._starts.append(place)
                self._ends.append(end)
            place = end
        self.text = "".join(made)

    def original(self, spans: Iterable[Found]) -> list[Found]:
        """Spans of the text as it was."""
        if self._starts is None:
            return list(spans)
        return disjoint((self._starts[start], self._ends[end - 1], entity) for start, end, entity in spans)
