"""Identifiers of things: books, goods, devices, builds, requests, and plain numbers with a meaning of their own."""
from __future__ import annotations

from typing import Callable, List, Tuple

from .checks import weighted, with_ean, with_luhn
from .core import ALNUM, DIGITS, UPPER, Dice
from .others_people import cut

Row = Tuple[str, Tuple[str, ...], Callable[[Dice], str]]


def uuid(dice: Dice) -> str:
    made = f"{dice.hex(8)}-{dice.hex(4)}-{dice.choice('14')}{dice.hex(3)}-{dice.choice('89ab')}{dice.hex(3)}-{dice.hex(12)}"
    return made.upper() if dice.chance(0.2) else made


def digit_uuid(dice: Dice) -> str:
    """A UUID that happens to hold no letters in most of its groups."""
    return f"{dice.digits(8)}-{dice.digits(4)}-4{dice.digits(3)}-8{dice.digits(3)}-{dice.digits(12)}"


def isbn(dice: Dice) -> str:
    number = with_ean(dice.choice(["978", "979"]) + dice.digits(9))
    return dice.choice([number, cut(number, 3, 1, 3, 5, 1, by="-"), cut(number, 3, 1, 2, 6, 1, by="-"), cut(number, 3, 1, 4, 4, 1)])


def isbn10(dice: Dice) -> str:
    body = dice.choice("013") + dice.digits(8)
    check = -weighted(body, range(10, 1, -1)) % 11
    number = body + ("X" if check == 10 else str(check))
    return dice.choice([number, cut(number, 1, 3, 5, 1, by="-"), cut(number, 1, 2, 6, 1, by="-"), cut(number, 1, 5, 3, 1, by=" ")])


def imei(dice: Dice) -> str:
    number = with_luhn(dice.choice(["35", "86", "01"]) + dice.digits(12))
    return dice.choice([number, number, cut(number, 2, 6, 6, 1, by="-"), cut(number, 6, 2, 6, 1, by=" ")])


def vin(dice: Dice) -> str:
    letters = "ABCDEFGHJKLMNPRSTUVWXYZ"
    body = dice.choice(["1HG", "WVW", "JTD", "5YJ", "WBA", "3FA"]) + dice.chars(letters + DIGITS, 5)
    tail = dice.chars(letters + DIGITS, 2) + dice.digits(6)
    values = dict(zip("ABCDEFGHJKLMNPRSTUVWXYZ", "12345678" + "12345" + "79" + "23456789"))
    digits = "".join(values.get(c, c) for c in body + "0" + tail)
    check = weighted(digits, (8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2)) % 11
    return body + ("X" if check == 10 else str(check)) + tail


def mac(dice: Dice) -> str:
    plain = dice.hex(12)
    colons = cut(plain, *[2] * 6, by=dice.choice(":-"))
    return dice.choice([colons, colons.upper(), cut(plain, 4, 4, 4, by=".")])


def date(dice: Dice) -> str:
    year, month, day = dice.randint(1940, 2035), dice.randint(1, 12), dice.randint(1, 28)
    return dice.choice([
        f"{year}-{month:02d}-{day:02d}",
        f"{month:02d}/{day:02d}/{year}",
        f"{day}.{month}.{year}",
        f"{day:02d}-{month:02d}-{year}",
        f"{year}{month:02d}{day:02d}",
        f"{year}-{month:02d}-{day:02d}T{dice.randint(0, 23):02d}:{dice.randint(0, 59):02d}:{dice.randint(0, 59):02d}Z",
        f"{year}-{month:02d}-{day:02d} 12:{dice.randint(0, 59):02d}:{dice.randint(0, 59):02d}.{dice.digits(3)}+0{dice.randint(0, 9)}00",
    ])


def epoch(dice: Dice) -> str:
    return f"1{dice.randint(4, 7)}" + dice.digits(dice.choice([8, 8, 11, 14, 17]))


def semver(dice: Dice) -> str:
    core = f"{dice.randint(0, 40)}.{dice.randint(0, 99)}.{dice.randint(0, 999)}"
    return dice.choice(["", "v"]) + core + dice.choice(["", "", f"-rc.{dice.randint(1, 9)}", f"+{dice.hex(7)}", "-beta"])


def price(dice: Dice) -> str:
    return dice.choice([
        f"${dice.number(1)},{dice.digits(3)},{dice.digits(3)}.{dice.digits(2)}",
        f"€{dice.number(3)}.{dice.digits(3)},{dice.digits(2)}",
        f"{dice.number(10)}.{dice.digits(2)}",
        f"{dice.number(3)} {dice.digits(3)} {dice.digits(3)} kr",
        f"¥{dice.number(7)}",
        f"-{dice.number(2)}.{dice.digits(2)}",
    ])


def coordinates(dice: Dice) -> str:
    north, east = dice.uniform(-89, 89), dice.uniform(-179, 179)
    return dice.choice([
        f"{north:.6f}, {east:.6f}",
        f"{north:.7f},{east:.7f}",
        f"{abs(int(north))}°{dice.randint(0, 59)}'{dice.randint(0, 59)}\"N",
    ])


def traceparent(dice: Dice) -> str:
    return f"00-{dice.hex(32)}-{dice.hex(16)}-01"


CODES: List[Row] = [
    ("UUID", ("request id", "uuid", "session"), uuid),
    ("GUID", ("GUID", "guid"), lambda d: "{" + uuid(d).upper() + "}"),
    ("UUID", ("uuid", "device"), digit_uuid),
    ("ISBN", ("ISBN", "ISBN-13"), isbn),
    ("ISBN", ("ISBN", "ISBN-10"), isbn10),
    ("IMEI", ("IMEI", "imei"), imei),
    ("VIN", ("VIN", "chassis"), vin),
    ("MAC_ADDRESS", ("MAC", "ether", "hwaddr"), mac),
    ("GIT_HASH", ("commit", "sha", "rev"), lambda d: d.hex(d.choice([7, 8, 12, 40]))),
    ("SHA256", ("sha256", "digest", "checksum"), lambda d: d.choice(["", "sha256:"]) + d.hex(64)),
    ("ORDER_ID", ("order", "Order #", "order id"),
        lambda d: d.choice([d.number(10), d.number(9), f"{d.digits(3)}-{d.digits(7)}-{d.digits(7)}", f"SO-{d.digits(8)}"])),
    ("INVOICE_ID", ("invoice", "INV", "invoice no."),
        lambda d: d.choice([f"INV-{d.digits(4)}-{d.digits(5)}", d.number(8), f"2024/{d.digits(6)}", d.number(12)])),
    ("TICKET_ID", ("ticket", "case", "issue"),
        lambda d: d.choice([f"{d.chars(UPPER, 3)}-{d.number(5)}", "#" + d.number(7), d.number(10), f"INC{d.digits(7)}"])),
    ("TRACKING", ("tracking", "parcel", "shipment"),
        lambda d: d.choice([f"1Z{d.chars(UPPER + DIGITS, 6)}{d.digits(10)}", "9400" + d.digits(18),
        cut("9205" + d.digits(18), 4, 4, 4, 4, 4, 2), "7" + d.digits(11), f"R{d.choice(UPPER)}{d.digits(9)}US"])),
    ("SERIAL", ("serial", "S/N", "serial no"),
        lambda d: d.choice([f"C02{d.chars(UPPER + DIGITS, 9)}", d.number(14), f"SN{d.digits(10)}",
        f"{d.digits(4)}-{d.digits(4)}-{d.digits(3)}-{d.digits(2)}"])),
    ("EAN", ("EAN", "barcode", "GTIN"), lambda d: with_ean(d.choice("0123578") + d.digits(d.choice([6, 11, 11])))),
    ("UPC", ("UPC", "upc"), lambda d: (lambda n: d.choice([n, cut(n, 1, 5, 5, 1)]))(with_ean("0" + d.digits(10)))),
    ("DUNS", ("DUNS", "D-U-N-S"), lambda d: d.choice([d.number(9), cut(d.number(9), 2, 3, 4, by="-")])),
    ("DATE", ("date", "due", "born"), date),
    ("EPOCH", ("timestamp", "created", "ts"), epoch),
    ("SEMVER", ("version", "release", "tag"), semver),
    ("COORDINATES", ("location", "lat/lon", "position"), coordinates),
    ("PRICE", ("price", "total", "amount"), price),
    ("PRODUCT_CODE", ("product", "SKU", "part no"),
        lambda d: d.choice([f"{d.chars(UPPER, 2)}-{d.digits(3)}-{d.digits(3)}-{d.digits(2)}", d.fill_digits("@@@####-##"),
        f"{d.digits(5)}-{d.digits(3)}-{d.digits(4)}-{d.choice(UPPER)}", f"{d.digits(4)}-{d.digits(6)}"])),
    ("HEX_ID", ("object", "id", "address"), lambda d: d.choice(["0x", "", ""]) + d.hex(d.choice([8, 16, 24, 32]))),
    ("TRACE_ID", ("trace", "traceparent", "span"),
        lambda d: d.choice([traceparent(d), d.hex(32), d.hex(16), str(d.getrandbits(63))])),
    ("AWS_ARN", ("arn", "role"),
        lambda d: d.choice([f"arn:aws:iam::1{d.digits(11)}:role/reader", f"arn:aws:sqs:us-east-1:1{d.digits(11)}:jobs",
        f"arn:aws:s3:::bucket-{d.hex(6)}"])),
    ("SNOWFLAKE", ("message", "tweet", "snowflake"), lambda d: "1" + d.digits(17)),
    ("PROCESS", ("pid", "thread", "rows"), lambda d: d.choice([d.number(d.randint(3, 7)), f"0x{d.hex(12)}", d.number(9)])),
    ("BUILD", ("build", "artifact"),
        lambda d: d.choice([f"20{d.randint(10, 29)}.{d.randint(1, 12)}.{d.randint(1, 28)}.{d.digits(5)}", d.fill_digits("##@###"),
        f"1.0.{d.number(5)}.{d.number(3)}"])),
    ("CHECKSUM", ("md5", "etag"), lambda d: d.choice([d.hex(32), f'W/"{d.hex(16)}"'])),
    ("SESSION", ("session", "csrf", "nonce"), lambda d: d.chars(ALNUM, d.choice([16, 22, 32]))),
    ("OID", ("OID", "object identifier"), lambda d: f"1.3.6.1.4.1.{d.number(4)}.{d.randint(1, 99)}.{d.randint(1, 9)}"),
    ("URN", ("urn", "doi"), lambda d: d.choice([f"10.{d.number(4)}/{d.chars('abcdef', 5)}.{d.digits(7)}",
        f"urn:isbn:{d.digits(10)}", f"urn:nbn:de:101:1-20{d.digits(10)}"])),
]
