"""Makes what a model found fit: cuts, drops, extends, and settles what is a name and what a place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from presidio_casing import WORD, is_code
from presidio_context import is_in_place, is_title_case, line_around
from presidio_patterns import (
    AFTER,
    BEFORE,
    CALLED,
    CAPITALS,
    CODE_MARKS,
    COMPANY,
    HEADING,
    IDENTIFIER,
    KINSHIP,
    MID_SENTENCE,
    NAME_WORD,
    PERSON_AFTER,
    SPLIT,
    SURE_PREFIXES,
)
from presidio_spans import Found, Ranges
from presidio_words import (
    AMBIGUOUS,
    CALENDAR,
    CAMEL,
    FUNCTION,
    LIKELY,
    PARTICLES,
    PLACE_PREFIXES,
    PLACE_SUFFIXES,
    POSSIBLE,
    PRODUCTS,
    SUFFIXES,
    TITLES,
    Judge,
)

JOINED = re.compile(r"(?:-(?=[^\W\d_a-z])[^\W\d_]+){1,3}")
# What a name does not begin with.
NO_START = FUNCTION | TITLES
# A name has no more words beside what was found of it.
MOST_WORDS = 6


class Mending:
    """Between a model and a list of findings."""

    def __init__(self, judge: Judge) -> None:
        self.judge = judge

    def mended(self, view: str, found: Iterable[tuple[int, int, str]]) -> Iterator[Found]:
        """What a model found, cut to what can be a name or a place, with what it mistook for something else."""
        for start, end, label in found:
            line = line_around(view, start, end)
            for first, last in self._pieces(view, start, end):
                span = self._mended(view, first, last, label, line)
                # Only what comes first is what the model meant.
                if span is not None and (
                    first == start or max(map(self.judge.name, view[first:last].split())) >= LIKELY
                ):
                    yield span

    @staticmethod
    def _pieces(view: str, start: int, end: int) -> Iterator[tuple[int, int]]:
        place = start
        for match in SPLIT.finditer(view, start, end):
            if place < match.start():
                yield place, match.start()
            place = match.end()
        if place < end:
            yield place, end

    def _mended(self, view: str, start: int, end: int, label: str, line: str) -> Found | None:
        # "Jean-Pierre": a model may have seen the first part only.
        if joined := JOINED.match(view, end):
            end = joined.end()
        words = list(re.finditer(rf"{NAME_WORD}\.?", view[start:end]))
        # "Hi Jane": what is no part of a name at the ends.
        while words and (
            (words[0][0].lower().rstrip(".") in NO_START and label != "LOCATION") or words[0][0].lower() == "the"
        ):
            del words[0]
        while words and words[-1][0].lower() in FUNCTION and label == "PERSON":
            del words[-1]
        if not words:
            return None
        first, last = start + words[0].start(), start + words[-1].end()
        if CODE_MARKS.search(view[first:last]) or IDENTIFIER.match(view, last):
            return None
        texts = [word[0].removesuffix("'s").removesuffix("’s") for word in words]
        if last - first > 2 and view[last - 2 : last] in ("'s", "’s"):
            last -= 2
        while last > first and view[last - 1] in "-'’":
            last -= 1
        bare = [text.rstrip(".") for text in texts]
        lows = [text.lower() for text in bare]
        if all(low in PRODUCTS or low in CALENDAR or low in self.judge.allowed for low in lows):
            return None
        if any(CAMEL.search(text) and not re.match(r"(?:Mc|Mac|De|Di|La|Le|O['’])[A-Z]", text) for text in bare):
            return None
        names = [self.judge.name(text) for text in bare if len(text) > 1]
        places = [self.judge.place(text) for text in bare if len(text) > 1]
        best_name, best_place = max(names, default=0.0), max(places, default=0.0)
        if self.judge.is_known and all(word.islower() for word in bare):
            # With its casing repaired a name would have a capital.
            return None
        is_cased = any(character.islower() for character in line)
        shortest = 4 if label == "PERSON" else 6
        if len(bare) == 1 and bare[0].isupper() and is_cased and (len(bare[0]) < shortest or best_name < 0.3):
            return None
        if label not in ("PERSON", "LOCATION"):
            # Taken for a company or a work: two words that are both like names are a person.
            if (
                len(bare) >= 2
                and min(names, default=0) >= LIKELY
                and len(names) <= 3
                and best_name >= best_place - 0.05
            ):
                return first, last, "PERSON"
            if len(bare) == 1 and self.judge.is_known and not is_code(line):
                if best_name > 0.3 and best_name > best_place:
                    return first, last, "PERSON"
                if best_place > 0.3 and best_place > best_name:
                    return first, last, "LOCATION"
            return None
        if is_code(line) and best_name < LIKELY and best_place < LIKELY:
            return None
        if (
            len(lows) > 1
            and label != "LOCATION"
            and (lows[0] in SURE_PREFIXES or (lows[-1] in PLACE_SUFFIXES and best_place > 0))
        ):
            return first, last, "LOCATION"
        if COMPANY.search(view[first:last]) and (len(bare) > 1 or best_name < LIKELY):
            return None
        if self.judge.is_known:
            if label == "PERSON":
                if len(bare) == 1 and best_name < -0.25 and not CALLED.search(view, max(0, first - 30), first):
                    return None
                if best_name < LIKELY and (HEADING.match(line) or is_title_case(line)):
                    return None
                if len(bare) > 1 and best_name < -0.1:
                    return None
                if len(bare) > 1 or PERSON_AFTER.match(view, last):
                    pass
                elif (best_place > best_name + 0.15 and best_place > 0.25) or is_in_place(view, first, last):
                    label = "LOCATION"
            elif best_place < -0.25 and best_name < LIKELY:
                return None
            elif (
                len(bare) > 1
                and lows[0] not in PLACE_PREFIXES
                and lows[-1] not in PLACE_SUFFIXES
                and (names and names[-1] > places[-1] + 0.15 and names[0] > places[0] - 0.35 and names[0] > 0)
            ) or (
                not is_in_place(view, first, last)
                and (
                    (best_name > best_place + 0.15 and best_name > 0.25)
                    or (len(bare) == 1 and best_name > 0 and PERSON_AFTER.match(view, last))
                )
            ):
                label = "PERSON"
        if label == "PERSON" and all(low in PARTICLES for low in lows):
            return None
        return first, last, label

    def unseen(self, view: str, taken: Iterable[tuple[int, int, str]]) -> Iterator[Found]:
        """Words with a capital that a model passed over though they are much like names or places."""
        if not self.judge.is_known:
            return
        ranges = Ranges(taken)
        for match in CAPITALS.finditer(view):
            start, end = match.span()
            if ranges.overlap(start, end) or COMPANY.search(match[0]):
                continue
            words = [word[0] for word in WORD.finditer(match[0])]
            # "Call Jane": a sentence's first word, or what says who it is.
            while len(words) > 1 and (words[0].lower() in FUNCTION or words[0].lower() in KINSHIP):
                start = view.index(words[1], start + len(words[0]))
                del words[0]
            if not words or len(words) > 3 or IDENTIFIER.match(view, end) or words[0].lower() in TITLES:
                continue
            line = line_around(view, start, end)
            is_cased = any(character.islower() for character in line)
            if (is_cased and any(word.isupper() and len(word) > 1 for word in words)) or is_code(line):
                continue
            lows = [word.lower() for word in words]
            is_composed = len(lows) > 1 and (lows[0] in SURE_PREFIXES or lows[-1] in PLACE_SUFFIXES)
            if (is_composed or is_in_place(view, start, end)) and all(self.judge.can_be_place(word) for word in words):
                yield start, end, "LOCATION"
                continue
            if (
                HEADING.match(line)
                or is_title_case(line)
                or not all(self.judge.can_be_name(word, POSSIBLE) for word in words)
            ):
                continue
            name, place = self.judge.name(words[0]), self.judge.place(words[0])
            if (name > 0.35 and name > place + 0.1) or (
                lows[0] in AMBIGUOUS
                and (
                    len(words) > 1
                    or PERSON_AFTER.match(view, end)
                    or MID_SENTENCE.search(view, max(0, start - 4), start)
                )
            ):
                yield start, end, "PERSON"
            elif len(words) > 1 and len(line) > end - start:
                if min(self.judge.name(word) for word in words) >= LIKELY or self.judge.name(words[-1]) > 0.35:
                    yield start, end, "PERSON"

    def extended(self, view: str, span: Found) -> Found:
        """A name with what stands beside it and belongs to it: further capitals, particles, suffixes."""
        start, end, entity = span
        if entity != "PERSON":
            return span
        # What has a capital behind a given name alone is the family name, whatever else it means.
        word = view[start:end]
        is_given = (self.judge.name(word) > 0.3 or word.lower() in AMBIGUOUS) and not is_title_case(
            line_around(view, start, end)
        )
        for _ in range(MOST_WORDS):
            match = AFTER.match(view, end)
            if not match:
                break
            word = match["word"]
            low = word.lower().rstrip(".")
            if low in SUFFIXES:
                end = match.end("word")
                break
            floor = -1 if len(low) == 1 or is_given else 0.0
            if not word[0].isupper() or not self.judge.can_be_name(word, floor, False):
                break
            if self.judge.place(low) > self.judge.name(low) + 0.15 and not is_given:
                break
            is_given = False
            end = match.end("word")
        for _ in range(MOST_WORDS):
            match = BEFORE.search(view, max(0, start - 40), start)
            if not match or match.end() != start:
                break
            word = match["word"]
            if not word[0].isupper() or word.lower() in TITLES or not self.judge.can_be_name(word, LIKELY):
                break
            start = match.start("word")
        return start, end, entity

    def consistent(self, view: str, found: list[Found]) -> list[Found]:
        """One word is one thing in a text: Victoria is no place where Victoria Lang is, and Austin no person in Austin."""
        names: set[str] = set()
        for start, end, entity in found:
            words = WORD.findall(view, start, end) if entity == "PERSON" else []
            if len(words) > 1:
                names.update(word.lower() for word in words)
        places = {view[start:end].lower() for start, end, entity in found if entity == "LOCATION"} - names
        found = [
            (*span[:2], "LOCATION")
            if span[2] == "PERSON"
            and view[span[0] : span[1]].lower() in places
            and not PERSON_AFTER.match(view, span[1])
            else span
            for span in found
        ]
        return [
            span
            for span in found
            if span[2] != "LOCATION" or view[span[0] : span[1]].lower() not in names or is_in_place(view, *span[:2])
        ]
