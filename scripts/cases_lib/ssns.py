"""US social security numbers: valid 3-2-4 groups anywhere, bare nine digits only beside a word that names them."""
from __future__ import annotations

from typing import Callable, Iterator, List, Tuple

from .carriers import CJK, KINDS, Carrier, carriers, pick
from .core import Case, Dice, fill, share, spread

OWN: List[Carrier] = carriers([
    "SSN: §",
    "My SSN is §.",
    "ssn=§",
    '{"ssn":"§","dob":"1990-01-01"}',
    "Social Security Number: §",
    "social security § on file",
    "SSN:§;DOB:1990-01-01",
    "applicant,ssn\nKim Roe,§\n",
    "Values § and none",
    "Draft an appeal letter, my social is § and I was born in Ohio.",
    "W-2 box a: §",
    "taxpayer id § (2023)",
    "SSN#§",
    "<ssn>§</ssn>",
    "employee_ssn: '§'",
])

CONTEXT: List[Carrier] = carriers([
    "SSN §",
    "SSN: §.",
    "ssn=§",
    '{"ssn":"§"}',
    '{"ssn": §}',
    '{"userSsn":"§"}',
    "employee_ssn: §",
    "SSN#: §",
    "my ssn is § ok",
    "Social Security Number §",
    "social security number: §",
    "social security no. §",
    "Social Security # §",
    "social security § on file",
    '{"social_security_number":"§"}',
    '{"socialSecurityNumber": "§"}',
    "tax id §",
    "Tax ID: §",
    "tax_id=§",
    "taxpayer id: §",
    "taxpayer identification number §",
    "<ssn>§</ssn>",
    "ssn,§,active",
    '{\\"ssn\\":\\"§\\"}',
    '{"log":"bad ssn\\n§\\n"}',
])


def parts(dice: Dice) -> Tuple[str, str, str]:
    area = dice.choice([dice.randint(1, 665), dice.randint(667, 899)])
    return f"{area:03d}", f"{dice.randint(1, 99):02d}", f"{dice.randint(1, 9999):04d}"


def joined(dice: Dice, separator: str) -> str:
    return separator.join(parts(dice))


def bare(dice: Dice) -> str:
    return "".join(parts(dice))


NEGATIVES: List[Tuple[str, Callable[[Dice], str]]] = [
    ("area-000", lambda d: f"SSN: 000-{d.randint(1, 99):02d}-{d.number(4)}"),
    ("area-666", lambda d: f"ssn 666-{d.randint(1, 99):02d}-{d.number(4)}"),
    ("area-9xx", lambda d: f"SSN 9{d.digits(2)}-{d.randint(1, 99):02d}-{d.number(4)}"),
    ("group-00", lambda d: f"SSN: {d.randint(100, 665)}-00-{d.number(4)}"),
    ("serial-0000", lambda d: f"SSN: {d.randint(100, 665)}-{d.randint(1, 99):02d}-0000"),
    ("spaced-000", lambda d: f"000 {d.randint(1, 99):02d} {d.number(4)}"),
    ("dotted-666", lambda d: f"666.{d.randint(1, 99):02d}.{d.number(4)}"),
    ("bare-9xx", lambda d: f"ssn {d.randint(900, 999)}{d.digits(6)}"),
    ("letter-before", lambda d: f"code {d.choice('ABCXZ')}{joined(d, '-')} stocked"),
    ("letter-after", lambda d: f"code {joined(d, '-')}{d.choice('ABCXZ')} stocked"),
    ("digit-after", lambda d: f"{joined(d, '-')}{d.digits(1)} is a part"),
    ("digit-before", lambda d: f"{d.number(1)}{joined(d, '-')} is a part"),
    ("group-after", lambda d: f"serial {joined(d, '-')}-{d.digits(3)}"),
    ("group-before", lambda d: f"serial {d.digits(2)}-{joined(d, '-')}"),
    ("in-dashes", lambda d: f"PX-{joined(d, '-')}-{d.choice('AB')}"),
    ("wrong-groups", lambda d: f"SSN: {d.choice(['##-##-####', '###-#-####', '###-##-###', '###-###-####', '##-###-####'])}"),
    ("mixed-separators", lambda d: "{}-{}.{}".format(*parts(d))),
    ("bare", lambda d: d.choice(["{} rows", "value={}", "{}", "batch {} done", '[{}]', "a,{},b", "took {} ns"]).format(bare(d))),
    ("bare-order", lambda d: d.choice(["order {}", "invoice {}", "account {}", "ticket #{}"]).format(bare(d))),
    ("zip4", lambda d: d.choice(["Springfield, IL {}-{}", "ZIP {}-{}", "{}-{}"]).format(d.digits(5), d.digits(4))),
    ("routing", lambda d: d.choice(["routing number 0{}", "ABA 0{}", "RTN: 1{}"]).format(d.digits(8))),
    ("ein", lambda d: f"EIN {d.number(2)}-{d.digits(7)}"),
    ("date", lambda d: f"{d.date()}, {d.randint(1, 12)}-{d.randint(10, 28)}-{d.randint(1990, 2030)}"),
    ("phone", lambda d: f"ring {d.randint(200, 999)}-{d.randint(200, 999)}-{d.digits(4)}"),
    ("version", lambda d: f"version {d.randint(100, 800)}.{d.randint(10, 99)}.{d.number(4)}.{d.digits(2)}"),
    ("last-four", lambda d: f"SSN ending {d.digits(4)}, ***-**-{d.digits(4)}, XXX-XX-{d.digits(4)}"),
    ("uuid", lambda d: f"{d.hex(8)}-{d.hex(4)}-4{d.hex(3)}-a{d.hex(3)}-{d.hex(12)}"),
]


def positives(dice: Dice, count: int) -> Iterator[Case]:
    forms = [("dashed", "-")] * 4 + [("spaced", " ")] * 2 + [("dotted", ".")] * 2 + [("bare", "")] * 3 + [("several", "-")]
    for name, separator in spread(dice, forms, count):
        if name == "several":
            template = dice.choice(["§, §", "§ and §", "§\n§", '["§","§"]', "§;§", "husband § wife §"])
            yield Case("US_SSN", "ssn/several", *fill(template, joined(dice, "-"), joined(dice, "-")))
            continue
        item = joined(dice, separator)
        if name == "bare":
            template = dice.choice(CONTEXT).template
        else:
            template = pick(dice, item, OWN, 0.45, (CJK,) if dice.chance(0.05) else KINDS)
        yield Case("US_SSN", f"ssn/{name}", *fill(template, item))


def negatives(dice: Dice, count: int) -> Iterator[Case]:
    for name, make in spread(dice, NEGATIVES, count):
        yield Case("US_SSN", f"ssn/negative-{name}", dice.fill_digits(make(dice)) if name == "wrong-groups" else make(dice))


def generate(dice: Dice, size: int) -> Iterator[Case]:
    yield from positives(dice, share(size, 0.055))
    yield from negatives(dice, share(size, 0.034))
