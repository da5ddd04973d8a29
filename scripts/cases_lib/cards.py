"""Payment cards of every large brand, as people and systems write them, and the long numbers that are no card."""
from __future__ import annotations

import re
from typing import Callable, Iterator, List, Sequence, Tuple

from .carriers import CJK, KINDS, Carrier, carriers, pick
from .checks import is_card, luhn_ok, with_ean, with_luhn
from .core import Case, Dice, fill, share, spread

OWN: List[Carrier] = carriers([
    "card: §",
    "Card § approved.",
    "cc=§",
    '{"pan":"§","exp":"12/27"}',
    "My credit card number is §.",
    "Visa § charged twice, can you help me write to the bank?",
    "payment_card: '§'",
    "name,card,exp\nKim Roe,§,12/27\n",
    "POST /pay pan=§ amount=12.50",
    "<cardNumber>§</cardNumber>",
])

# What follows a card on a form. The label is the card alone.
FOLLOWED = [
    "§ 12/27",
    "§ 12/27 123",
    "§, exp 12/27, cvv 123",
    "§|12|2027|123",
    "§|12/27|123",
    "§ exp: 12/2027 cvc: 1234",
    "§ 1227 123",
    "§:12/27:123",
    "§;12;27;123",
    "§/12/27",
    "card § valid thru 12/27 CVV2 999",
    "number=§&exp=1227&cvv=123",
    "§\n12/27\n123",
    "§\t12/27\t123",
    '{"number":"§","exp_month":12,"exp_year":2027,"cvc":"123"}',
]
GLUED = ["card§", "CC§", "pan§", "ref:x§", "§USD", "§exp", "cc§exp", "card_§", "§_old", "cardNumber§;", "PAN§CVV"]
SEVERAL = ["§ §", "§, §", "§\n§", "§;§;", '["§","§"]', "old § new §", "§|§"]

Groups = Tuple[int, ...]
# Brand, first digits as (lowest, highest), grouping on the card (which also gives the length).
BRANDS: List[Tuple[str, Tuple[str, str], Groups]] = [
    ("visa", ("4", "4"), (4, 4, 4, 4)),
    ("visa", ("4", "4"), (4, 4, 4, 4)),
    ("visa-13", ("4", "4"), (4, 3, 3, 3)),
    ("visa-19", ("4", "4"), (4, 4, 4, 4, 3)),
    ("mastercard", ("51", "55"), (4, 4, 4, 4)),
    ("mastercard-2", ("2221", "2720"), (4, 4, 4, 4)),
    ("amex", ("34", "34"), (4, 6, 5)),
    ("amex", ("37", "37"), (4, 6, 5)),
    ("discover", ("6011", "6011"), (4, 4, 4, 4)),
    ("discover-644", ("644", "649"), (4, 4, 4, 4)),
    ("discover-65", ("65", "65"), (4, 4, 4, 4)),
    ("discover-19", ("6011", "6011"), (4, 4, 4, 4, 3)),
    ("diners", ("300", "305"), (4, 6, 4)),
    ("diners-36", ("36", "36"), (4, 6, 4)),
    ("diners-38", ("38", "39"), (4, 6, 4)),
    ("jcb", ("3528", "3589"), (4, 4, 4, 4)),
    ("unionpay", ("620", "625"), (4, 4, 4, 4)),
    ("unionpay-19", ("620", "625"), (4, 4, 4, 4, 3)),
    ("mir", ("2200", "2204"), (4, 4, 4, 4)),
    ("maestro-12", ("5018", "5018"), (4, 4, 4)),
    ("maestro-13", ("5020", "5020"), (4, 4, 5)),
    ("maestro-15", ("6304", "6304"), (4, 6, 5)),
    ("maestro-16", ("6759", "6759"), (4, 4, 4, 4)),
    ("maestro-18", ("6762", "6763"), (4, 4, 4, 4, 2)),
    ("maestro-19", ("5038", "5038"), (4, 4, 4, 4, 3)),
]


def number(dice: Dice, prefix: Tuple[str, str], length: int) -> str:
    first = str(dice.randint(int(prefix[0]), int(prefix[1])))
    return with_luhn(first + dice.digits(length - len(first) - 1))


def grouped(digits: str, groups: Sequence[int], separator: str) -> str:
    pieces, at = [], 0
    for size in groups:
        pieces.append(digits[at:at + size])
        at += size
    return separator.join(pieces)


def any_card(dice: Dice, separators: Sequence[str] = ("", " ", "-", "."), shortest: int = 14) -> Tuple[str, str]:
    """Brand and number. Shorter ones are left out where digits follow: together they could make another card."""
    brand, prefix, groups = dice.choice([known for known in BRANDS if sum(known[2]) >= shortest])
    return brand, grouped(number(dice, prefix, sum(groups)), groups, dice.choice(separators))


def side_by_side(dice: Dice) -> str:
    """A card to which the first group of the next one cannot be added: with it, it would be too long for its issuer."""
    if dice.chance(0.8):
        return any_card(dice, shortest=16)[1]
    return grouped(number(dice, ("37", "37"), 15), (4, 6, 5), dice.choice(["", " ", "-"]))


def not_luhn(dice: Dice) -> str:
    """A card with one wrong digit, whose first digits are no shorter card either."""
    while True:
        _, prefix, groups = dice.choice(BRANDS)
        card = number(dice, prefix, sum(groups))
        wrong = card[:-1] + str((int(card[-1]) + dice.randint(1, 9)) % 10)
        if not any(is_card(wrong[:length]) for length in range(12, len(wrong) + 1)):
            return grouped(wrong, groups, dice.choice(["", " ", "-"]))


def until(make: Callable[[], str], wanted: Callable[[str], bool]) -> str:
    while True:
        made = make()
        if wanted(made):
            return made


def outside(dice: Dice) -> str:
    """Passes Luhn, but no issuer begins so."""
    first = dice.choice(["1", "7", "90", "0", "28", "29", "21", "59", "99"])
    return until(lambda: with_luhn(first + dice.digits(15 - len(first))), lambda n: not is_card(n))


def wrong_length(dice: Dice) -> str:
    prefix, length = dice.choice([("4", 12), ("4", 14), ("4", 15), ("4", 17), ("4", 18), ("51", 15), ("55", 17), ("37", 14),
        ("34", 16)])
    return with_luhn(prefix + dice.digits(length - len(prefix) - 1))


def not_a_card(dice: Dice, make: Callable[[], str]) -> str:
    return until(make, lambda n: not luhn_ok(n) or not is_card(n))


NEGATIVES: List[Tuple[str, Callable[[Dice], str]]] = [
    ("luhn", lambda d: d.choice(["my credit card number is {}", "card {}", "{}", "cc={}", "{}, exp 12/27"]).format(not_luhn(d))),
    ("luhn", lambda d: d.choice(["number {}", "[{}]", "pan {} 12/27 123"]).format(not_luhn(d))),
    ("imei", lambda d: d.choice(["IMEI {}", "imei: {}", "{}",
        '{{"imei":"{}"}}']).format(with_luhn(d.choice(["35", "86", "01"]) + d.digits(12)))),
    ("outside", lambda d: d.choice(["{}", "number {}", "value={}"]).format(outside(d))),
    ("outside-grouped", lambda d: grouped(outside(d), (4, 4, 4, 4), d.choice(" -"))),
    ("epoch-ns", lambda d: d.choice(["{}", "ts={}", "start_ns: {}"]).format(f"1{d.randint(5, 7)}{d.digits(17)}")),
    ("isbn", lambda d: d.choice(["ISBN {}", "{}"]).format(with_ean(d.choice(["978", "979"]) + d.digits(9)))),
    ("tracking", lambda d: d.choice(["tracking 9400{}", "USPS 9205{}"]).format(d.digits(18))),
    ("known", lambda d: d.choice(["{}", "card {}",
        "#{}"]).format(d.choice(["1111111111111117", "1234567890123456", "0000000000000000", "9999999999999995"]))),
    ("wrong-length", lambda d: d.choice(["Credit card: {}", "card {} declined", "{}"]).format(wrong_length(d))),
    ("too-long", lambda d: f"{number(d, ('4', '4'), 16)}{d.digits(d.randint(5, 20))} is a checksum"),
    ("too-short", lambda d: f"card ending {d.digits(4)}, first six 4{d.digits(5)}, {number(d, ('4', '4'), 11)}"),
    ("masked", lambda d: f"4{d.digits(3)} **** **** {d.digits(4)}, 4{d.digits(5)}XXXXXX{d.digits(4)}"),
    ("decimal", lambda d: f"pi is 3.{d.digits(15)} and 0.{d.digits(16)}"),
    ("hex", lambda d: f"sha1 {d.hex(40)}"),
    ("uuid", lambda d: f"{d.hex(8)}-{d.hex(4)}-4{d.hex(3)}-a{d.hex(3)}-{d.hex(12)}"),
    ("time", lambda d: re.sub(r"\D", "", d.date() + d.clock()) + " saved"),
    ("account", lambda d: "account " + not_a_card(d, lambda: d.number(d.randint(12, 17)))),
    ("phones", lambda d: f"+1 {d.randint(201, 989)} 555 0{d.digits(3)}, +44 20 7946 0{d.digits(3)}"),
]


def positives(dice: Dice, count: int) -> Iterator[Case]:
    plain = round(count * 0.6)
    separators = ["", " ", "-", "."]
    forms = [(brand, separator) for separator in separators[:3] for brand in BRANDS] + [(brand, ".") for brand in BRANDS[::4]]
    for (brand, prefix, groups), separator in spread(dice, forms, plain):
        item = grouped(number(dice, prefix, sum(groups)), groups, separator)
        template = pick(dice, item, OWN, 0.35, (CJK,) if dice.chance(0.05) else KINDS)
        yield Case("CREDIT_CARD", f"card/{brand} '{separator}'", *fill(template, item))
    for template in spread(dice, FOLLOWED, round(count * 0.18)):
        brand, item = any_card(dice, ("", "", " ", "-"))
        yield Case("CREDIT_CARD", f"card/followed {brand}", *fill(template, item))
    for template in spread(dice, GLUED, round(count * 0.12)):
        brand, item = any_card(dice, ("", "", "-", " "))
        yield Case("CREDIT_CARD", f"card/glued {brand}", *fill(template, item))
    for template in spread(dice, SEVERAL, round(count * 0.1)):
        yield Case("CREDIT_CARD", "card/several", *fill(template, side_by_side(dice), side_by_side(dice)))


def negatives(dice: Dice, count: int) -> Iterator[Case]:
    for name, make in spread(dice, NEGATIVES, count):
        yield Case("CREDIT_CARD", f"card/negative-{name}", make(dice))


def generate(dice: Dice, size: int) -> Iterator[Case]:
    yield from positives(dice, share(size, 0.07))
    yield from negatives(dice, share(size, 0.035))
