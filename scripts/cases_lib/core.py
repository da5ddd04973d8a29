"""What every generator stands on: the case, the dice, and the filling of templates.

Labels come from construction, never from searching the finished text: a template is split at its marks, the items are
put in, and the offsets fall out. So a label cannot be wrong because an item happens to occur twice.
"""
from __future__ import annotations

import json
import random
from dataclasses import dataclass
from typing import Callable, List, Sequence, Tuple, TypeVar

MARK = "§"  # where a template takes an item; no template uses the sign for itself
DIGITS = "0123456789"
LOWER = "abcdefghijklmnopqrstuvwxyz"
UPPER = LOWER.upper()
ALNUM = DIGITS + LOWER + UPPER
HEX = DIGITS + "abcdef"

Spans = Tuple[Tuple[int, int], ...]
T = TypeVar("T")


@dataclass(frozen=True)
class Case:
    """One labelled text. Empty spans: the entity must not be reported in it."""

    entity: str
    source: str
    text: str
    spans: Spans = ()
    tags: Tuple[str, ...] = ()

    def line(self) -> str:
        fields = {"source": f"generated/{self.source}", "entity": self.entity, "text": self.text}
        fields["spans"] = [list(span) for span in self.spans]  # type: ignore[assignment]
        if self.tags:
            fields["tags"] = list(self.tags)  # type: ignore[assignment]
        return json.dumps(fields, ensure_ascii=False)


class Dice(random.Random):
    """A seeded source of choices with the few shapes that generators ask for over and over."""

    def chance(self, probability: float) -> bool:
        return self.random() < probability

    def chars(self, alphabet: str, length: int) -> str:
        return "".join(self.choice(alphabet) for _ in range(length))

    def digits(self, length: int) -> str:
        return self.chars(DIGITS, length)

    def number(self, length: int) -> str:
        """Digits without a leading zero."""
        return self.choice(DIGITS[1:]) + self.digits(length - 1)

    def hex(self, length: int) -> str:
        return self.chars(HEX, length)

    def date(self) -> str:
        return f"{self.randint(1990, 2030)}-{self.randint(1, 12):02d}-{self.randint(1, 28):02d}"

    def clock(self) -> str:
        return f"{self.randint(10, 23)}:{self.randint(10, 59)}:{self.randint(10, 59)}"

    def fill_digits(self, pattern: str) -> str:
        """'#' becomes a digit, '@' a capital, everything else stands."""
        return "".join(self.choice(DIGITS) if c == "#" else self.choice(UPPER) if c == "@" else c for c in pattern)


def fill(template: str, *items: str) -> Tuple[str, Spans]:
    """Put the items at the marks; return the text and where each item came to stand."""
    pieces = template.split(MARK)
    if len(pieces) != len(items) + 1:
        raise ValueError(f"{template!r} takes {len(pieces) - 1} items, got {len(items)}")
    text, spans = pieces[0], []
    for item, piece in zip(items, pieces[1:]):
        spans.append((len(text), len(text) + len(item)))
        text += item + piece
    return text, tuple(spans)


def spread(dice: Dice, forms: Sequence[T], count: int) -> List[T]:
    """`count` forms with every form in turn, so that a rare form is not left to luck."""
    rounds: List[T] = []
    while len(rounds) < count:
        turn = list(forms)
        dice.shuffle(turn)
        rounds.extend(turn)
    return rounds[:count]


def share(size: int, weight: float) -> int:
    """How many cases of about `size` a part with this weight gets; never none."""
    return max(1, round(size * weight))


Form = Tuple[str, Callable[[Dice], str]]
