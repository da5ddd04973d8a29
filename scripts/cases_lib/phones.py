"""Phone numbers: E.164, the North American plan in every usual spelling, and the many numbers that are no phone."""
from __future__ import annotations

import re
from typing import Callable, Iterator, List, Tuple

from .carriers import CJK, KINDS, Carrier, carriers, pick
from .checks import with_ean
from .core import Case, Dice, fill, share, spread

# Grouped numbers need no context; these are the places where people leave them.
OWN: List[Carrier] = carriers([
    "Call me at § after six.",
    "Phone: §",
    "Tel. §, Fax on request",
    "mobile: §.",
    '{"name":"Kim Roe","phone":"§"}',
    "phone=§ status=ok",
    '<a href="tel:§">ring us</a>',
    "WhatsApp § or come by",
    "My US number is § (office).",
    "Kim Roe\nHead of Sales\n§\nSpringfield",
    "Reach the on-call engineer on §, any time.",
    "Please draft a letter to my landlord. I can be reached at §.",
    "BEGIN:VCARD\nTEL;TYPE=CELL:§\nEND:VCARD",
    "name,mobile,city\nKim,§,Oslo\n",
    "Fax § / open 9-5",
    "SMS sent to § in 210 ms",
    "☎ §",
])

# Bare digits are a phone number only beside a word that says so.
CONTEXT: List[Carrier] = carriers([
    "phone §",
    "Phone: §.",
    "phone number: §",
    "phone_number=§",
    '{"phone":"§"}',
    '{"phoneNumber": "§"}',
    '{"customer_phone":§,"ok":true}',
    "tel §",
    "Tel: §",
    "telephone - §",
    "call § now",
    "Please call me at §, thanks.",
    "mobile §",
    "my mobile is §",
    "cell: §",
    "cell phone § (evenings)",
    "fax §",
    "Fax: §;",
    "contact § for details",
    "contact_number: '§'",
    "sms to § failed",
    "WhatsApp §",
    "whatsapp: §",
    "dial §",
    "<phone>§</phone>",
    "tel:§",
    '{\\"mobile\\":\\"§\\"}',
    '{"log":"bad phone\\n§\\n"}',
])

NANP = [
    "(A) E-L", "(A)E-L", "(A) E L", "(A)-E-L", "(A) E.L", "A-E-L", "A.E.L", "A E L", "A/E-L", "A E-L", "A-E L",
    "+1 A E L", "+1 A-E-L", "+1 (A) E-L", "+1(A)E-L", "+1-A-E-L", "+1.A.E.L", "+1AEL", "+1 AEL", "+1 A E-L",
    "1-A-E-L", "1 (A) E-L", "1.A.E.L", "1 A E L", "1 A-E-L", "1-(A)-E-L", "001-A-E-L", "001 A E L", "001 (A) E-L",
]
EXTENSIONS = [" ext. #", " ext #", " x#", "x#", " extension #", " Ext. #", ", ext. #", " ext.#", ";ext=#", " EXT #"]
BARE = ["AEL", "1AEL", "AEL", "AEL", "A EL", "A-EL", "(A)EL"]

# '#' a digit, 'N' a digit other than zero. Separators are exchanged by the generator.
INTERNATIONAL = [
    ("uk", ["+44 20 7946 0###", "+44 (0)20 7### ####", "+44 7700 900###", "+44 161 ### ####", "+44 (0)161 ### ####",
        "+44 1632 96####"]),
    ("de", ["+49 30 N######", "+49 (0)89 N#######", "+49 171 N######", "+49 (30) N### ####", "+49 221 N## ####"]),
    ("fr", ["+33 1 ## ## ## ##", "+33 6 ## ## ## ##", "+33 (0)1 ## ## ## ##", "+33 7########"]),
    ("br", ["+55 11 9#### ####", "+55 (11) 9####-####", "+55 21 N### ####", "+55 (51) N###-####"]),
    ("in", ["+91 98### #####", "+91 22 N### ####", "+91-80-N###-####", "+91 9#########"]),
    ("jp", ["+81 3 N### ####", "+81 90 N### ####", "+81-3-N###-####", "+81 (0)90 N### ####"]),
    ("au", ["+61 2 9### ####", "+61 4## ### ###", "+61 (0)4## ### ###", "+61 (2) 9### ####"]),
    ("cn", ["+86 138 #### ####", "+86 10 6### ####", "+86 21 5### ####"]),
    ("il", ["+972 50 N## ####", "+972 3 N######", "+972-54-N######"]),
    ("it", ["+39 06 N### ####", "+39 347 N## ####"]),
    ("es", ["+34 9## ### ###", "+34 6## ## ## ##"]),
    ("ru", ["+7 495 N## ## ##", "+7 (495) N##-##-##", "+7 9## ### ## ##"]),
    ("kr", ["+82 10 N### ####", "+82 2 N### ####"]),
    ("nl", ["+31 20 N## ####", "+31 6 N### ####"]),
    ("ch", ["+41 44 N## ## ##", "+41 79 N## ## ##"]),
    ("se", ["+46 8 N## ### ##", "+46 70 N## ## ##"]),
    ("pl", ["+48 22 N## ## ##", "+48 5## ### ###"]),
    ("tr", ["+90 532 N## ## ##", "+90 (212) N## ## ##"]),
    ("mx", ["+52 55 N### ####", "+52 1 55 N### ####"]),
    ("ar", ["+54 9 11 N### ####", "+54 11 N### ####"]),
    ("za", ["+27 11 N## ####", "+27 82 N## ####"]),
    ("ng", ["+234 803 N## ####"]),
    ("ke", ["+254 7## ######"]),
    ("sg", ["+65 6### ####", "+65 9### ####"]),
    ("hk", ["+852 2### ####"]),
    ("ae", ["+971 50 N## ####"]),
    ("ie", ["+353 1 N## ####", "+353 87 N## ####"]),
    ("pt", ["+351 21 N## ####", "+351 91 N## ####"]),
    ("ph", ["+63 917 N## ####"]),
    ("id", ["+62 812 N### ####"]),
    ("ua", ["+380 44 N## ## ##"]),
    ("dk", ["+45 N# ## ## ##"]),
    ("no", ["+47 9## ## ###"]),
    ("nz", ["+64 21 N## ####"]),
]


def nanp_parts(dice: Dice) -> Tuple[str, str, str]:
    """Area, exchange, line. Neither group is N11, which names a service."""
    while True:
        area = f"{dice.randint(2, 9)}{dice.randint(0, 8)}{dice.randint(0, 9)}"
        exchange = "555" if dice.chance(0.15) else f"{dice.randint(2, 9)}{dice.digits(2)}"
        if area[1:] != "11" and exchange[1:] != "11":
            return area, exchange, dice.digits(4)


def spell(pattern: str, parts: Tuple[str, str, str]) -> str:
    area, exchange, line = parts
    return pattern.replace("A", area).replace("E", exchange).replace("L", line)


def nanp(dice: Dice) -> str:
    return spell(dice.choice(NANP), nanp_parts(dice))


def bare_ten(dice: Dice) -> str:
    return "".join(nanp_parts(dice))


def with_extension(dice: Dice) -> str:
    base = spell(dice.choice([pattern for pattern in NANP if pattern.endswith("L")]), nanp_parts(dice))
    return base + dice.choice(EXTENSIONS).replace("#", dice.number(dice.randint(2, 5)))


def international(dice: Dice, pattern: str) -> str:
    number = "".join(dice.choice("23456789") if c == "N" else dice.digits(1) if c == "#" else c for c in pattern)
    separator = dice.choice(["", " ", " ", "-", "."])
    return number.replace(" ", separator) if "(" not in number and "-" not in number else number


def e164(dice: Dice) -> str:
    code = dice.choice(["44", "49", "33", "55", "91", "81", "61", "86", "972", "39", "34", "7", "1"])
    if code == "1":
        return "+1" + bare_ten(dice)
    total = {"44": 10, "49": 10, "33": 9, "55": 11, "91": 10, "81": 10, "61": 9, "86": 11, "972": 9, "39": 10, "34": 9, "7": 10}
    return f"+{code}{dice.choice('3456789')}{dice.digits(total[code] - 1)}"


def positives(dice: Dice, count: int) -> Iterator[Case]:
    def case(name: str, item: str, bare: bool = False, tags: Tuple[str, ...] = ()) -> Case:
        if bare:
            template = dice.choice([c for c in CONTEXT if c.fits(item)]).template
        else:
            kinds = (CJK,) if dice.chance(0.05) else KINDS
            template = pick(dice, item, OWN, 0.45, kinds)
        return Case("PHONE", f"phone/{name}", *fill(template, item), tags)

    for pattern in spread(dice, NANP, round(count * 0.40)):
        yield case("nanp " + pattern, spell(pattern, nanp_parts(dice)))
    for _ in range(round(count * 0.10)):
        yield case("extension", with_extension(dice))
    for pattern in spread(dice, BARE, round(count * 0.14)):
        yield case("bare " + pattern, spell(pattern, nanp_parts(dice)), bare=True)
    for country, patterns in spread(dice, INTERNATIONAL, round(count * 0.24)):
        yield case(f"international {country}", international(dice, dice.choice(patterns)))
    for _ in range(round(count * 0.07)):
        yield case("e164", e164(dice))
    for template in spread(dice, ["§, §", "home § / work §", "§ or §", "§\n§", '["§","§"]', "§;§", "from § to §"],
        round(count * 0.03)):
        yield Case("PHONE", "phone/several", *fill(template, nanp(dice), nanp(dice)))
    # Typographic separators, as word processors put them in: worth watching, not part of any measure.
    for sign in spread(dice, ["\u2011", "\u2013", "\u00a0", "\u2009", "\uff0d"], round(count * 0.02)):
        yield case("typographic", sign.join(nanp_parts(dice)), tags=("weak",))


def hexadecimal(dice: Dice) -> str:
    return f"{dice.hex(8)}-{dice.hex(4)}-4{dice.hex(3)}-{dice.choice('89ab')}{dice.hex(3)}-{dice.hex(12)}"


# Nothing here says that the digits are a phone number.
BARE_PLACES = ["§", "row § of the import", "value=§", "sum: §", "key § not found", '{"v":§}', "a,§,b", "see § and later", "§.dat"]

NEGATIVES: List[Tuple[str, Callable[[Dice], str]]] = [
    ("date", lambda d: f"on {d.date()} at noon"),
    ("date-time", lambda d: re.sub(r"\D", "", d.date() + d.clock())),
    ("timestamp", lambda d: f"2024-05-0{d.randint(1, 9)}T12:{d.randint(10, 59)}:{d.randint(10, 59)}.{d.digits(6)}+02:00 done"),
    ("epoch", lambda d: d.choice(["ts={}", "started at {}", '{{"created":{}}}', "last_call_ts={}",
        "contacted_at: {}"]).format(f"1{d.randint(0, 7)}{d.digits(8)}")),
    ("epoch-ms", lambda d: d.choice(["ts={}", "{}", '{{"ms":{}}}', "last_call={}"]).format(f"1{d.randint(5, 7)}{d.digits(11)}")),
    ("part-number", lambda d: f"Part number: {spell('A-E-L', nanp_parts(d))}-{d.choice('ABCXZ')}"),
    ("sku", lambda d: f"SKU {d.choice(['AB', 'QX', 'Z'])}-{spell('A-E-L', nanp_parts(d))}-{d.digits(2)}"),
    ("longer-groups", lambda d: f"ref {d.digits(5)}-{d.digits(3)}-{d.digits(4)} and {d.digits(3)}-{d.digits(4)}-{d.digits(6)}"),
    ("uuid", lambda d: f"request {hexadecimal(d)} failed"),
    ("version", lambda d: f"upgrade from {d.randint(1, 9)}.{d.number(2)}.{d.number(3)} to v{d.randint(1, 9)}.{d.number(4)}.{d.number(5)}"),
    ("money", lambda d: d.choice(["${}", "{} USD", "USD {}",
        "€ {}"]).format(f"{d.number(1)},{d.digits(3)},{d.digits(3)},{d.digits(3)}.00")),
    ("isbn13", lambda d: "ISBN " + (lambda n: f"{n[:3]}-{n[3]}-{n[4:7]}-{n[7:12]}-{n[12]}")(with_ean("978" + d.digits(9)))),
    ("isbn10", lambda d: f"the book is {d.choice('01')}-{d.digits(3)}-{d.digits(5)}-{d.choice('0123456789X')}"),
    ("order", lambda d: d.choice(["order {}", "Order #{} shipped", "order_id={}", '{{"orderId":"{}"}}',
        "invoice {}"]).format(bare_ten(d))),
    ("bare-ten", lambda d: d.choice(BARE_PLACES).replace("§", bare_ten(d))),
    ("tracking-ups", lambda d: f"tracking 1Z{d.chars('0123456789ABCDEFGH', 6)}{d.digits(10)}"),
    ("tracking-usps", lambda d: f"USPS 9400 1{d.digits(3)} {d.digits(4)} {d.digits(4)} {d.digits(4)} {d.digits(2)}"),
    ("coordinates", lambda d: f"{d.randint(10, 80)}.{d.digits(7)}, -{d.randint(100, 179)}.{d.digits(7)}"),
    ("decimal", lambda d: f"ratio 0.{bare_ten(d)} or {d.randint(1, 9)}.{bare_ten(d)}"),
    ("hex", lambda d: f"0x{bare_ten(d)} and {d.choice('abcdef')}{bare_ten(d)}{d.choice('abcdef')}{d.hex(5)}"),
    ("long-run", lambda d: f"{d.number(d.randint(16, 30))} is the checksum"),
    ("in-a-word", lambda d: f"file_{bare_ten(d)}.bin, IMG{bare_ten(d)}.jpg"),
    ("short", lambda d: f"code {d.digits(3)}-{d.digits(4)}, room {d.digits(3)} {d.digits(3)}"),
    ("arithmetic", lambda d: f"{d.randint(1, 9)}+{d.randint(10, 99)} and +1 for this, +{d.randint(2, 99)} more"),
    ("range", lambda d: f"pages {d.number(3)}-{d.number(3)}, {d.number(4)}-{d.number(4)}"),
    ("ssn-like", lambda d: f"entry {d.digits(2)}-{d.digits(4)}-{d.digits(3)}"),
    ("wrong-length", lambda d: f"Phone: {d.choice(['55-555-5555', '555-555-555', d.number(13), d.number(5), '+1'])}"),
    ("area-from-1", lambda d: f"lot {d.choice('01')}{d.digits(2)}-{d.choice('01')}{d.digits(2)}-{d.digits(4)}"),
]


def negatives(dice: Dice, count: int) -> Iterator[Case]:
    for name, make in spread(dice, NEGATIVES, count):
        yield Case("PHONE", f"phone/negative-{name}", make(dice))


def generate(dice: Dice, size: int) -> Iterator[Case]:
    yield from positives(dice, share(size, 0.105))
    yield from negatives(dice, share(size, 0.042))
