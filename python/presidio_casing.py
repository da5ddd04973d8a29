"""Casing as a model wants it: names that somebody typed in lower case, or all in upper case, get their capitals.

Models of newspapers' language hardly see a name without its capital. The repaired text is as long as the original,
character by character, so that what is found in one stands at the same place in the other.
"""

from __future__ import annotations

import re

from presidio_words import (
    CALENDAR,
    COUNTRIES,
    FUNCTION,
    LIKELY,
    NAMES_TOO,
    PARTICLES,
    PLACE_PREFIXES,
    PLACE_SUFFIXES,
    POSSIBLE,
    PRODUCTS,
    STATE_NAMES,
    STATES,
    TITLES,
    Likeness,
)

WORD = re.compile(r"(?<!\w)[^\W\d_]+(?:['’][^\W\d_]+)*(?!\w)")
# How much a word must be like a name or a place for a capital: in a line without them, and in one with some.
LIKELY_IN_LOWER = 0.2
LIKELY_AMONG_CAPITALS = 0.3
# After these a name is to be expected.
CUES = frozenset(
    """hi hey hello dear thanks thx cheers tell told ask asked named wife husband son daughter brother sister mom dad mum
    mother father girlfriend boyfriend gf bf fiance fiancee cousin uncle aunt boss landlord roommate partner nephew
    niece grandma grandpa neighbor neighbour colleague coworker called customer patient client user agent employee""".split()
)
# So are they after these two words.
PAIR_CUES = frozenset(
    """this is|name is|it is|talked to|spoke to|spoke with|talked with|speaking to|speaking with|assigned to|belongs to|
    written by|signed by|reported by|sent by|waiting for|waiting on|love with|married to|met with""".replace(
        "\n    ", ""
    ).split("|")
)
SELF_CUES = frozenset("hes shes i'm im i’m its it's it’s".split())
# What only people do.
DEEDS = frozenset(
    "said says told asked asks wrote texted texts thinks wants keeps promised replied emailed mentioned".split()
)
DETERMINERS = frozenset("the a an this that these those my your his her our their its no every each some any".split())
WEAK_CUES = frozenset("with w w/ by bring invite meet meeting".split())
NATIONS = frozenset(f"{COUNTRIES}|{STATE_NAMES}".lower().split("|")) - frozenset(
    "jordan chad georgia turkey china us".split()
)
STATE_CODES = frozenset(STATES.lower().split("|")) - FUNCTION - PARTICLES
PLACE_CUES = frozenset("in from to near around at via visiting leaving".split())


def capitalized(word: str) -> str:
    """The word with a capital in front, where that is one character too."""
    first = word[0].upper()
    rest = word[1:] if not word.isupper() else word[1:].lower()
    return first + rest if len(first) == 1 and len(rest) == len(word) - 1 else word


def broken(run: str) -> str:
    """A run without white space, with some: in place of punctuation where there is any."""
    characters = list(run)
    place = 0
    while len(characters) - place > LONGEST_RUN:
        end = place + LONGEST_RUN
        marks = [at for at in range(place + LONGEST_RUN // 2, end) if characters[at] in ",;&|"]
        place = marks[-1] if marks else end
        characters[place] = " "
        place += 1
    return "".join(characters)


def is_code(line: str) -> bool:
    """Whether a line is more likely a program's than a person's."""
    marks = sum(line.count(mark) for mark in ("{", "}", ";", "=", "()", "::", "->", "=>", "</", "$", "\\", "&&", "||"))
    return (marks >= 2 and marks * 12 > len(line)) or bool(CODE.match(line))


CODE = re.compile(
    r"""\s*(?:(?:def|class|import|from|func|fn|function|const|let|var|public|private|return|package|using|namespace|
    select|insert|update|delete|create|alter|export|sudo|npm|pip|git|docker|kubectl|curl|cd|at|File)\s+[^\s,.!?]*
    (?:[({=.:;]|\s*$|\s+(?:import|from|as|into|table|[({=<-]))|[$#>]\s*\w+\s+-|//|/\*|\#include|@\w+\()""",
    re.VERBOSE | re.IGNORECASE,
)


class Casing:
    def __init__(self, likeness: Likeness) -> None:
        self.likeness = likeness

    def repaired(self, text: str) -> str:
        """The text with capitals where a name or a place is likely, and with line breaks for those that are escaped."""
        text = ESCAPED_BREAK.sub(" \n", text)
        text = LONG_RUN.sub(lambda match: broken(match[0]), text)
        if text.islower() or text.isupper() or self._may_need(text):
            return "".join(self._line(line) for line in text.splitlines(keepends=True))
        return text

    @staticmethod
    def _may_need(text: str) -> bool:
        return LOWER_OR_UPPER.search(text) is not None

    def _line(self, line: str) -> str:
        if is_code(line):
            return line
        words = list(WORD.finditer(line))
        letters = sum(len(match[0]) for match in words)
        if letters == 0:
            return line
        capitals = sum(1 for match in words if match[0][0].isupper() and not match[0].isupper())
        is_upper = letters >= 8 and sum(1 for character in line if character.isupper()) * 10 > letters * 8
        # The first word alone has a capital because it comes first.
        is_lower = capitals <= (1 if words[0][0][0].isupper() and len(words) > 3 else 0)
        is_uncased = is_lower or is_upper
        pieces, place = [], 0
        before = earlier = ""
        was_name = was_place = after_place = False
        for index, match in enumerate(words):
            word = match[0]
            if (word.isupper() and not is_upper) or not (word.islower() or word.isupper()):
                was_name = not word.isupper() and (self.likeness.name(word) or 0) > LIKELY
                was_place = False
                earlier, before = before, word.lower()
                continue
            low = word.lower()
            follower = words[index + 1] if index + 1 < len(words) else None
            is_expected = False
            if was_place and low in PLACE_SUFFIXES:
                is_name = True
            elif is_uncased and before in PLACE_CUES and follower and follower[0].lower() in PLACE_SUFFIXES:
                is_name = low not in FUNCTION and follower.start() == match.end() + 1
            elif is_uncased and low in NATIONS:
                is_name = True
            elif (
                is_uncased
                and after_place
                and low in STATE_CODES
                and line[match.start() - 2 : match.start()] in (", ", " ,")
            ):
                pieces += [line[place : match.start()], word.upper()]
                place = match.end()
                is_name = False
            elif low in PLACE_PREFIXES and follower and follower.start() == match.end() + 1:
                is_name = is_uncased and self._likely(follower[0].lower(), LIKELY)
            else:
                following = follower[0].lower() if follower and follower.start() == match.end() + 1 else ""
                is_expected = (
                    (before in WEAK_CUES and (self.likeness.name(low) or 0) > POSSIBLE / 2)
                    or was_name
                    or before in CUES
                    or before in TITLES
                    or f"{earlier} {before}" in PAIR_CUES
                    or (before in SELF_CUES and (self.likeness.name(low) or 0) > POSSIBLE / 2)
                    or (
                        before not in DETERMINERS
                        and (following in DEEDS or (self.likeness.name(following) or 0) > 0.3)
                        and (self.likeness.name(low) or 0) > POSSIBLE / 2
                    )
                )
                is_name = self._is_name(low, before, is_expected, is_uncased, line, match)
            if is_name:
                pieces += [line[place : match.start()], capitalized(word)]
                place = match.end()
            elif is_upper:
                pieces += [line[place : match.start()], low if len(low) == len(word) else word]
                place = match.end()
            is_next = match.end() < len(line) and line[match.end()] in " -"
            is_given = (self.likeness.name(low) or 0) >= (self.likeness.place(low) or 0) - 0.15
            was_name = is_name and is_next and (is_given or is_expected)
            after_place = is_name and (before in PLACE_CUES or (self.likeness.place(low) or 0) > LIKELY)
            was_place = after_place and is_next
            earlier, before = before, low
        pieces.append(line[place:])
        return "".join(pieces)

    def _likely(self, word: str, floor: float) -> bool:
        name, place = self.likeness.name(word), self.likeness.place(word)
        return name is not None and place is not None and max(name, place) > floor and word not in FUNCTION

    def _is_name(
        self, word: str, before: str, is_expected: bool, is_uncased: bool, line: str, match: re.Match[str]
    ) -> bool:
        base = word.removesuffix("'s").removesuffix("’s")
        if len(base) < 2 or base in FUNCTION or base in TITLES or (base in PRODUCTS and not is_expected):
            return False
        if base in CALENDAR and not (base in NAMES_TOO and is_expected):
            return False
        around = line[max(0, match.start() - 1) : match.start()] + line[match.end() : match.end() + 1]
        # A part of an address, a path or an identifier is no word.
        if NO_WORD.match(line, match.end()) or any(mark in "@_/\\=<>#`" for mark in around):
            return around[:1] == "@" and not around[1:].strip(" ,:?!.")
        name, place = self.likeness.name(base), self.likeness.place(base)
        if name is None or place is None:
            # Unknown to the model: a typing error, unless something says otherwise or nothing is known of any word.
            is_likely = is_expected or before in PLACE_CUES or not self.likeness.is_known
            return is_uncased and is_likely and len(base) > 2 and base.isalpha() and base not in PARTICLES
        if not is_uncased:
            return max(name, place) > LIKELY_AMONG_CAPITALS and (is_expected or before in PLACE_CUES)
        if max(name, place) > LIKELY_IN_LOWER or (is_expected and name > 1.5 * POSSIBLE):
            return True
        return before in PLACE_CUES and place > LIKELY / 2


# What makes a word a part of something longer that is no text.
NO_WORD = re.compile(r"-\d|\.\w|\(\)")
# What takes a tokenizer time that grows with its square.
LONGEST_RUN = 128
LONG_RUN = re.compile(rf"\S{{{LONGEST_RUN},}}")
# Text within JSON or a program's literal.
ESCAPED_BREAK = re.compile(r"(?<![\\:])\\n(?![a-z])|(?<=[,.!?])\\n")
LOWER_OR_UPPER = re.compile(r"(?<!\w)[^\W\d_]{2,}(?!\w)")
