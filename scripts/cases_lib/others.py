"""Identifiers that are not ours: each is a positive of its own entity and thereby a trap for our detectors.

Half of them stand with a word that names them, half bare. A bare one that reads as one of ours by its shape alone (a
spaced health number with the digits of a phone) is tagged weak when the shape is all there is to go by, and left out
when it is one of ours by every rule (a serial number that passes as a card).
"""
from __future__ import annotations

from typing import Callable, Iterator, List, NamedTuple, Tuple

from .carriers import CHAT, CODE, ENDINGS, ESCAPED, MARKUP, PLAIN, STRUCTURED, Carrier, pick
from .checks import shape_of_ours
from .core import Case, Dice, fill, share, spread
from .others_codes import CODES
from .others_people import PEOPLE

# '%' takes the word that names the item.
NAMED = [
    "% §",
    "%: §",
    "% §.",
    "the % is §, please check",
    "%=§ ok",
    '{"%":"§"}',
    '{"row":3,"%": "§"}',
    "% was § before",
    "%,name\n§,Kim Roe\n",
    "Look up % § for me and summarise the history.",
    "<dt>%</dt><dd>§</dd>",
    "| % | § |",
    "Invalid % '§'",
    '{\\"%\\":\\"§\\"}',
    '{"log":"bad %\\n§\\n"}',
]


class Kind(NamedTuple):
    entity: str
    names: Tuple[str, ...]
    make: Callable[[Dice], str]


def named_template(dice: Dice, item: str, name: str) -> str:
    for _ in range(50):
        template = dice.choice(NAMED)
        if ('"' in template or "<" in template or "=" in template) and any(c in item for c in "\"<>\\"):
            continue
        word = name if not template.startswith(("{", "%=", "%,")) else name.replace(" ", "_").replace(".", "").lower()
        if Carrier(template).fits(item):
            return template.replace("%", word)
    return name + " §"


def item_of(dice: Dice, kind: Kind, named: bool) -> Tuple[str, bool]:
    """An item that is beyond dispute not one of ours, or else whether its label is weak."""
    item, ours = "", ""
    for _ in range(50):
        item = kind.make(dice)
        ours = shape_of_ours(item)
        if not ours or ours == "phone":
            break
    return item, ours == "phone" and not named


def generate(dice: Dice, size: int) -> Iterator[Case]:
    kinds: List[Kind] = [Kind(*kind) for kind in (*PEOPLE, *CODES)]
    places = (PLAIN, ENDINGS, CHAT, STRUCTURED, CODE, MARKUP, ESCAPED)
    for index, kind in enumerate(spread(dice, kinds, share(size, 0.42))):
        named = dice.chance(0.5)
        item, weak = item_of(dice, kind, named)
        template = named_template(dice, item, dice.choice(kind.names)) if named else pick(dice, item, (), 0.0, places)
        source = f"other/{kind.entity.lower()}-{'named' if named else 'bare'}"
        yield Case(kind.entity, source, *fill(template, item), ("weak",) if weak else ())
