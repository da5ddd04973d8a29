"""Longer texts that hold several kinds of items at once, as records and letters do. One case per kind in each."""
from __future__ import annotations

from typing import Callable, Dict, Iterator, List, Tuple

from . import cards, emails, ips, keys, phones, ssns
from .core import Case, Dice, fill, share, spread

MAKERS: Dict[str, Callable[[Dice], str]] = {
    "EMAIL": emails.address,
    "PHONE": phones.nanp,
    "US_SSN": lambda dice: ssns.joined(dice, "-"),
    "CREDIT_CARD": lambda dice: cards.any_card(dice, ("", " ", "-"))[1],
    "IP": ips.v4,
    "GITHUB_TOKEN": lambda dice: keys.FORMS["GITHUB_TOKEN"][0][1](dice),
    "AWS_ACCESS_KEY": lambda dice: keys.FORMS["AWS_ACCESS_KEY"][0][1](dice),
}
# A text and what its marks hold, in order.
TEXTS: List[Tuple[str, Tuple[str, ...]]] = [
    ("Kim Roe\nHead of Sales\nT: §\nE: §\nwww.example.com", ("PHONE", "EMAIL")),
    ('{"user":{"email":"§","phone":"§","ssn":"§"},"ip":"§"}', ("EMAIL", "PHONE", "US_SSN", "IP")),
    ("name,email,phone,card\nKim Roe,§,§,§\n", ("EMAIL", "PHONE", "CREDIT_CARD")),
    ("2024-05-06T12:00:00Z INFO login user=§ from=§ ua=\"curl/8.4.0\"", ("EMAIL", "IP")),
    ("Hi, I'm Kim. My card § was charged twice. SSN §. Call § or write to §.", ("CREDIT_CARD", "US_SSN", "PHONE", "EMAIL")),
    ("export GH=§\nexport AWS=§\n# ask §\n", ("GITHUB_TOKEN", "AWS_ACCESS_KEY", "EMAIL")),
    ("§ § § §", ("EMAIL", "PHONE", "US_SSN", "IP")),
    ("§;§;§;§", ("IP", "EMAIL", "US_SSN", "CREDIT_CARD")),
    ("| § | § |\n|---|---|\n| § | § |", ("EMAIL", "PHONE", "EMAIL", "PHONE")),
    ('{\\"to\\":\\"§\\",\\"body\\":\\"ring me\\\\n§\\\\nfrom §\\"}', ("EMAIL", "PHONE", "IP")),
    ("From: <§>\r\nX-Originating-IP: [§]\r\nSubject: my number\r\n\r\nIt is §, new card is §.",
        ("EMAIL", "IP", "PHONE", "CREDIT_CARD")),
    ("curl -u §:x http://§:8080/ -H 'X-Key: §'", ("EMAIL", "IP", "GITHUB_TOKEN")),
    ("客户§，卡§，电话§。", ("EMAIL", "CREDIT_CARD", "PHONE")),
    ("INSERT INTO p VALUES ('§','§','§'),('§','§','§');", ("EMAIL", "PHONE", "US_SSN", "EMAIL", "PHONE", "US_SSN")),
]


def generate(dice: Dice, size: int) -> Iterator[Case]:
    for template, entities in spread(dice, TEXTS, share(size, 0.01)):
        text, spans = fill(template, *(MAKERS[entity](dice) for entity in entities))
        for wanted in dict.fromkeys(entities):
            own = tuple(span for entity, span in zip(entities, spans) if entity == wanted)
            yield Case(wanted, "mixed", text, own)
