"""Finds names and places by what stands around them, with or without a model."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from presidio_casing import WORD
from presidio_patterns import (
    ADDRESS_CITY,
    ADDRESS_TAIL,
    ANGLED_ADDRESS,
    BEFORE_ADDRESS,
    CITY_AND_STATE,
    CLOSING,
    COMPANY,
    DATELINE,
    EMAIL,
    IN_PLACE,
    LAST_FIRST,
    LOWER_CITY_AND_STATE,
    NAME_WORD,
    NEXT_OF_LIST,
    PERSON_COLUMN,
    PERSON_RULES,
    PLACE_AFTER,
    PLACE_BEFORE,
    PLACE_COLUMN,
    PLACE_VALUE,
    ROLES,
    SITE,
    SLASHED,
    SMALL,
    SPEAKER,
    STATE_OR_COUNTRY,
    STATE_VALUE,
    STREETS,
    SURE_PLACE,
    TODO,
)
from presidio_spans import Found, Ranges
from presidio_words import (
    AMBIGUOUS,
    CALENDAR,
    FUNCTION,
    LIKELY,
    PARTICLES,
    PLACE_PREFIXES,
    POSSIBLE,
    PRODUCTS,
    SUFFIXES,
    TITLES,
    Judge,
)

# So much of a long line counts, to both sides.
AROUND = 200


class Context:
    """Rules over a text with its casing repaired; what they give may overlap."""

    def __init__(self, judge: Judge) -> None:
        self.judge = judge

    def names(self, view: str) -> Iterator[Found]:
        """Names that what stands around them tells, in a text with its casing repaired."""
        for rule, floor in PERSON_RULES:
            for match in rule.finditer(view):
                if span := self._leading(view, match.start("name"), match.end("name"), floor):
                    yield *span, "PERSON"
        for match in ANGLED_ADDRESS.finditer(view):
            before = BEFORE_ADDRESS.search(view, max(0, match.start() - 80), match.start())
            if before and (span := self._leading(view, before.start("name"), before.end("name"), POSSIBLE)):
                yield *span, "PERSON"
        for rule in (LAST_FIRST, SLASHED):
            for match in rule.finditer(view):
                first, last = match["first"], match["last"]
                is_pair = self.judge.can_be_name(first, LIKELY) and self.judge.can_be_name(last, -0.7)
                is_pair = is_pair or (self.judge.can_be_name(last, 0.3) and self.judge.can_be_name(first, -0.2))
                is_place = (
                    max(
                        self.judge.place(last) - self.judge.name(last), self.judge.place(first) - self.judge.name(first)
                    )
                    > 0.15
                )
                if is_pair and not is_place:
                    yield *match.span("last"), "PERSON"
                    yield *match.span("first"), "PERSON"
        for match in SPEAKER.finditer(view):
            kind = match.lastgroup or ""
            words = match[kind].split()
            if all(self.judge.can_be_name(word, LIKELY if kind == "plain" else POSSIBLE) for word in words):
                yield *match.span(kind), "PERSON"
        for match in TODO.finditer(view):
            if self.judge.can_be_name(match["name"], LIKELY):
                yield *match.span("name"), "PERSON"
        for match in CLOSING.finditer(view):
            line = match["line"].strip()
            words = WORD.findall(line)
            if 1 <= len(words) <= 4 and not re.search(r"[\d:@]", line) and not COMPANY.search(line):
                if span := self._leading(view, match.start("line"), match.end("line"), POSSIBLE):
                    yield *span, "PERSON"

    def _leading(self, text: str, start: int, end: int, floor: float) -> tuple[int, int] | None:
        """The part in front that can be a name."""
        first = last = None
        count = 0
        is_given = False
        for match in re.finditer(rf"{NAME_WORD}\.?", text[start:end]):
            word = match[0]
            low = word.lower()
            is_capital = word[0].isupper()
            if first is None:
                if low.rstrip(".") in TITLES:
                    continue
                # A script without capitals has them nowhere.
                if not (is_capital or (word[0].isalpha() and word[0].upper() == word[0].lower())):
                    return None
                if not self.judge.can_be_name(word, floor) or (low in PARTICLES and not is_capital):
                    return None
                first, last = start + match.start(), start + match.end()
                is_given = self.judge.name(word) > 0.3 or low in AMBIGUOUS
            elif low in PARTICLES and not is_capital:
                continue
            elif low in SUFFIXES:
                last = start + match.end()
                break
            elif is_capital and (
                len(word.rstrip(".")) == 1 or self.judge.can_be_name(word, -1 if is_given else POSSIBLE, False)
            ):
                last = start + match.end()
                is_given = False
            else:
                break
            count += 1
            if word.endswith(".") and len(word) > 2:
                break
            if count == 4:
                break
        if first is None or last is None:
            return None
        while last > first and text[last - 1] in ".'’-":
            last -= 1
        return first, last

    def tables(self, view: str) -> Iterator[Found]:
        """What stands in columns whose heading says that they have names or places."""
        lines = view.splitlines(keepends=True)
        place = 0
        columns: dict[int, str] = {}
        separator = ""
        for number, line in enumerate(lines):
            cells = line.split(separator) if columns else []
            if columns and len(cells) > max(columns):
                at = place
                for index, cell in enumerate(cells):
                    entity = columns.get(index)
                    value = cell.strip().strip("\"'")
                    start = at + cell.find(value) if value else at
                    if entity and value and not re.search(r"[\d@:=]|^-+$", value) and len(value) < 60:
                        words = WORD.findall(value)
                        if words and any(word[0].isupper() for word in words):
                            yield start, start + len(value), entity
                    at += len(cell) + len(separator)
            elif not columns and number + 1 < len(lines):
                for separator in ("|", "\t", ";", ","):
                    heads = [head.strip().strip("\"'").lower() for head in line.split(separator)]
                    if len(heads) < 2 or lines[number + 1].count(separator) < len(heads) - 1:
                        continue
                    if any(len(head) > 30 for head in heads):
                        continue
                    for index, head in enumerate(heads):
                        if PERSON_COLUMN.fullmatch(head):
                            columns[index] = "PERSON"
                        elif PLACE_COLUMN.fullmatch(head):
                            columns[index] = "LOCATION"
                    if columns:
                        break
            else:
                columns = {}
            place += len(line)

    def places(self, view: str) -> Iterator[Found]:
        for street in STREETS:
            for match in street.finditer(view):
                yield match.start(), match.end(), "LOCATION"
                if tail := ADDRESS_TAIL.match(view, match.end()):
                    yield tail.start("city"), tail.start("city") + len(tail["city"].rstrip()), "LOCATION"
                    yield tail.start("state"), tail.end("state"), "LOCATION"
                elif tail := ADDRESS_CITY.match(view, match.end()):
                    if all(self.judge.can_be_place(word) for word in WORD.findall(tail["city"])):
                        yield tail.start("city"), tail.end("city"), "LOCATION"
        for match in CITY_AND_STATE.finditer(view):
            words = match["city"].split()
            start = match.start("city")
            # "Living in Fort Worth, TX": what is before the city belongs elsewhere.
            while words and (words[0].lower() in FUNCTION or (self.judge.place(words[0]) < -0.35 and len(words) > 1)):
                start += len(words.pop(0)) + 1
            is_person = (
                len(words) > 1
                and words[0].lower() not in PLACE_PREFIXES
                and (self.judge.name(words[0]) > max(0.3, self.judge.place(words[0]) + LIKELY))
            )
            if words and not is_person:
                yield start, match.end("city"), "LOCATION"
            if words and not (is_person and match["state"].isupper()):
                yield match.start("state"), match.end("state"), "LOCATION"
        for match in STATE_OR_COUNTRY.finditer(view):
            yield match.start(), match.end(), "LOCATION"
        for match in STATE_VALUE.finditer(view):
            yield match.start("state"), match.end("state"), "LOCATION"
        for match in DATELINE.finditer(view):
            yield match.start("city"), match.end("city"), "LOCATION"
        for match in LOWER_CITY_AND_STATE.finditer(view):
            yield match.start("state"), match.end("state"), "LOCATION"
        for rule in (SITE, IN_PLACE):
            for match in rule.finditer(view):
                name = match["name"].rstrip()
                words = [word[0] for word in WORD.finditer(name)]
                if len(words[-1]) > 3:
                    name = name.rstrip(".")
                if all(self.judge.can_be_place(word) for word in words):
                    yield match.start("name"), match.start("name") + len(name), "LOCATION"
        for match in PLACE_VALUE.finditer(view):
            start = match.start("name")
            floor = -0.3 if SURE_PLACE.search(match[0][: start - match.start()]) else 0
            # "city=Paris action=login": it ends with its capitals.
            found: list[re.Match[str]] = []
            for word in WORD.finditer(view, start, match.end("name")):
                if not (word[0][0].isupper() or (found and word[0].lower() in PARTICLES)):
                    break
                found.append(word)
            while found and not found[-1][0][0].isupper():
                found.pop()
            if found and max(self.judge.place(word[0]) for word in found) > floor:
                yield start, found[-1].end(), "LOCATION"

    def listed(self, view: str, found: list[Found]) -> Iterator[Found]:
        """What follows a name in a list of names."""
        seen: set[int] = set()
        for start, end, entity in found:
            while entity == "PERSON":
                match = NEXT_OF_LIST.match(view, end)
                # Another one of the list has come by already.
                if not match or match.start("name") in seen:
                    break
                seen.add(match.start("name"))
                words = [word[0] for word in WORD.finditer(match["name"])]
                if (match["mark"] in (",", ";") and len(words) < 2) or COMPANY.search(match["name"]):
                    break
                if not all(self.judge.can_be_name(word, -0.5) for word in words) or words[0].lower() in TITLES:
                    break
                if self.judge.place(words[0]) > self.judge.name(words[0]) + 0.2 and len(words) == 1:
                    break
                if is_title_case(line_around(view, start, end)):
                    break
                end = match.end("name")
                yield match.start("name"), end, "PERSON"

    def of_addresses(self, text: str, found: Iterable[Found]) -> Iterator[Found]:
        """Words that stand in an e-mail address or in a name elsewhere in the text."""
        parts: set[str] = set()
        for match in EMAIL.finditer(text):
            for part in re.split(r"[._+\-\d]+", match[1]):
                low = part.lower()
                if len(low) >= 3 and low not in ROLES and low not in FUNCTION and self.judge.name(low) > POSSIBLE:
                    parts.add(low)
        for start, end, entity in found:
            if entity == "PERSON":
                for match in WORD.finditer(text, start, end):
                    low = match[0].lower().removesuffix("'s").removesuffix("’s")
                    if len(low) >= 3 and low not in FUNCTION and low not in PARTICLES and low not in PRODUCTS:
                        parts.add(low)
        parts -= self.judge.allowed | CALENDAR
        if not parts:
            return
        addresses = Ranges((*match.span(), "") for match in EMAIL.finditer(text))
        for match in WORD.finditer(text):
            low = match[0].lower().removesuffix("'s").removesuffix("’s")
            if low not in parts or addresses.overlap(match.start(), match.start() + 1):
                continue
            if match[0][0].isupper() or self.judge.name(low) > LIKELY:
                yield match.start(), match.start() + len(low), "PERSON"


def is_in_place(view: str, start: int, end: int) -> bool:
    return bool(PLACE_BEFORE.search(view, max(0, start - 60), start) or PLACE_AFTER.match(view, end))


def line_around(text: str, start: int, end: int) -> str:
    stop = text.find("\n", end, end + AROUND)
    before = text.rfind("\n", max(0, start - AROUND), start)
    return text[
        max(0, start - AROUND) if before < 0 else before + 1 : min(len(text), end + AROUND) if stop < 0 else stop
    ]


def is_title_case(line: str) -> bool:
    """Whether nearly all words of a line have capitals, as in headings and labels."""
    words = [match[0] for match in WORD.finditer(line) if match[0].lower() not in SMALL]
    return len(words) >= 3 and sum(word[0].isupper() for word in words) * 8 >= len(words) * 7
