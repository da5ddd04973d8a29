"""Check digits and shapes, so that generated identifiers are valid ones and none of them is also something else."""
from __future__ import annotations

import re
from typing import Sequence

_VERHOEFF_D = (
    "0123456789", "1234067895", "2340178956", "3401289567", "4012395678",
    "5987604321", "6598710432", "7659821043", "8765932104", "9876543210",
)
_VERHOEFF_P = (
    "0123456789", "1576283094", "5803796142", "8916043527", "9453126870", "4286573901", "2793806415", "7046913258",
)


def luhn_sum(number: str) -> int:
    total = 0
    for position, digit in enumerate(reversed(number)):
        value = int(digit) * (2 if position % 2 else 1)
        total += value - 9 if value > 9 else value
    return total


def luhn_ok(number: str) -> bool:
    return luhn_sum(number) % 10 == 0


def with_luhn(body: str) -> str:
    return body + str(-luhn_sum(body + "0") % 10)


def weighted(number: str, weights: Sequence[int]) -> int:
    return sum(int(digit) * weight for digit, weight in zip(number, weights))


def with_ean(body: str) -> str:
    """EAN-8/13, UPC-A and ISBN-13: weights 3 and 1, counted from the check digit."""
    total = sum(int(digit) * (3 if position % 2 == 0 else 1) for position, digit in enumerate(reversed(body)))
    return body + str(-total % 10)


def with_verhoeff(body: str) -> str:
    check = 0
    for position, digit in enumerate(reversed(body), 1):
        check = int(_VERHOEFF_D[check][int(_VERHOEFF_P[position % 8][int(digit)])])
    return body + str(next(i for i in range(10) if _VERHOEFF_D[check][i] == "0"))


def iban(country: str, account: str) -> str:
    numeric = "".join(str(int(character, 36)) for character in account + country + "00")
    return f"{country}{98 - int(numeric) % 97:02d}{account}"


# Issuer ranges by first digits: (lowest, highest, lengths).
ISSUERS = (
    ("4", "4", (13, 16, 19)),
    ("51", "55", (16,)),
    ("2221", "2720", (16,)),
    ("34", "34", (15,)),
    ("37", "37", (15,)),
    ("300", "305", (14, 16, 17, 18, 19)),
    ("3095", "3095", (14, 16, 17, 18, 19)),
    ("36", "36", (14, 15, 16, 17, 18, 19)),
    ("38", "39", (14, 16, 17, 18, 19)),
    ("3528", "3589", (16, 17, 18, 19)),
    ("2200", "2204", (16, 17, 18, 19)),
    ("6", "6", tuple(range(12, 20))),  # Discover, UnionPay, RuPay and Maestro share the sixes
    ("50", "50", tuple(range(12, 20))),
    ("56", "58", tuple(range(12, 20))),
    ("81", "82", (16,)),
    ("9792", "9792", (16,)),
)


def is_card(number: str) -> bool:
    """Whether any issuer could have issued it: generous, for a negative must be one beyond dispute."""
    if not luhn_ok(number):
        return False
    return any(low <= number[: len(low)] <= high and len(number) in lengths for low, high, lengths in ISSUERS)


_NANP = re.compile(r"(?<![\w-])\(?[2-9]\d\d\)?[-. /][2-9]\d\d[-. ]\d{4}(?![\w-])")
_SSN = re.compile(r"(?<!\d)(?!000|666|9)\d{3}([-. ])(?!00)\d\d\1(?!0000)\d{4}(?!\d)")
_LONG_RUN = re.compile(r"\d(?:[-. ]?\d){11,18}")
_IPV4 = re.compile(r"(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?![\d.])")


def shape_of_ours(item: str) -> str:
    """'phone', 'ssn', 'card' or 'ip' if the item reads as one of these by itself, else ''.

    Ten digits are a phone only when grouped: without context nothing tells them from any other identifier.
    """
    if any(is_card(re.sub(r"\D", "", run)) for run in _LONG_RUN.findall(item) if not any(c.isalpha() for c in item)):
        return "card"
    if _SSN.search(item):
        return "ssn"
    if _NANP.search(item):
        return "phone"
    return "ip" if _IPV4.search(item) else ""
