"""Identifiers of people and money: health, tax, nationality, banking, travel. With check digits where they have them."""
from __future__ import annotations

from typing import Callable, List, Tuple

from .checks import iban, weighted, with_luhn, with_verhoeff
from .core import UPPER, Dice

Row = Tuple[str, Tuple[str, ...], Callable[[Dice], str]]


def cut(digits: str, *sizes: int, by: str = " ") -> str:
    pieces, at = [], 0
    for size in sizes:
        pieces.append(digits[at:at + size])
        at += size
    return by.join(pieces)


def nhs(dice: Dice) -> str:
    while True:
        body = dice.number(9)
        check = -weighted(body, range(10, 1, -1)) % 11
        if check < 10:
            return cut(body + str(check), 3, 3, 4, by=dice.choice([" ", " ", "", "-"]))


def npi(dice: Dice) -> str:
    number = with_luhn("80840" + dice.choice("12") + dice.digits(8))[5:]
    return dice.choice([number, number, cut(number, 4, 3, 3, by="-"), cut(number, 4, 3, 3)])


def sin(dice: Dice) -> str:
    return cut(with_luhn(dice.choice("1234567") + dice.digits(7)), 3, 3, 3, by=dice.choice([" ", "-", ""]))


def aba(dice: Dice) -> str:
    body = dice.choice(["0", "1", "2", "3"]) + dice.digits(7)
    check = -weighted(body, (3, 7, 1, 3, 7, 1, 3, 7)) % 10
    return body + str(check)


def pesel(dice: Dice) -> str:
    body = f"{dice.randint(50, 99)}{dice.randint(1, 12):02d}{dice.randint(1, 28):02d}{dice.digits(4)}"
    return body + str(-weighted(body, (1, 3, 7, 9, 1, 3, 7, 9, 1, 3)) % 10)


def aadhaar(dice: Dice) -> str:
    return cut(with_verhoeff(dice.choice("23456789") + dice.digits(10)), 4, 4, 4, by=dice.choice([" ", " ", "", "-"]))


def some_iban(dice: Dice) -> str:
    country, account = dice.choice([
        ("DE", dice.digits(18)),
        ("GB", dice.chars(UPPER, 4) + dice.digits(14)),
        ("FR", dice.digits(23)),
        ("NL", dice.chars(UPPER, 4) + dice.digits(10)),
        ("ES", dice.digits(20)),
        ("CH", dice.digits(17)),
        ("NO", dice.digits(11)),
    ])
    number = iban(country, account)
    if dice.chance(0.5):
        return " ".join(number[at:at + 4] for at in range(0, len(number), 4))
    return number


def nino(dice: Dice) -> str:
    prefix, digits = dice.choice(["AB", "CE", "JK"]), dice.digits(6)
    return dice.choice([f"{prefix}{digits}A", f"{prefix} {cut(digits, 2, 2, 2)} C"])


def dea(dice: Dice) -> str:
    body = dice.digits(6)
    check = (weighted(body, (1, 0, 1, 0, 1, 0)) + 2 * weighted(body, (0, 1, 0, 1, 0, 1))) % 10
    return f"{dice.choice('ABFM')}{dice.choice(UPPER)}{body}{check}"


def mbi(dice: Dice) -> str:
    letters = "ACDEFGHJKMNPQRTUVWXY"
    pattern = "9LX9LX9LL99"  # a digit, a letter, or either
    made = dice.choice("123456789")
    for shape in pattern[1:]:
        made += dice.choice("0123456789" if shape == "9" else letters if shape == "L" else letters + "0123456789")
    return made if dice.chance(0.5) else cut(made, 4, 3, 4, by="-")


PEOPLE: List[Row] = [
    ("UK_NHS", ("NHS number", "NHS no.", "NHS", "nhs"), nhs),
    ("US_NPI", ("NPI", "provider NPI", "npi"), npi),
    ("CA_SIN", ("SIN", "social insurance number"), sin),
    ("ABA_ROUTING", ("routing number", "ABA", "RTN"), aba),
    ("PL_PESEL", ("PESEL", "pesel"), pesel),
    ("IN_AADHAAR", ("Aadhaar", "aadhaar number"), aadhaar),
    ("IBAN", ("IBAN", "iban", "pay to"), some_iban),
    ("US_ITIN", ("ITIN",), lambda d: f"9{d.digits(2)}-{d.choice(['50', '65', '70', '88', '90', '99'])}-{d.number(4)}"),
    ("US_EIN", ("EIN", "employer identification number"), lambda d: f"{d.number(2)}-{d.digits(7)}"),
    ("US_DEA", ("DEA number", "DEA"), dea),
    ("US_MBI", ("MBI", "Medicare beneficiary"), mbi),
    ("MRN", ("MRN", "medical record", "patient"), lambda d: d.choice(["", "MRN-", "0"]) + d.number(d.randint(6, 10))),
    ("US_PASSPORT", ("passport", "passport no"), lambda d: d.choice(["", "A", "X"]) + d.number(8) + d.choice(["", "1"])),
    ("US_DRIVER_LICENSE", ("driver's licence", "DL", "license no"),
        lambda d: d.choice([d.fill_digits("@#######"), d.fill_digits("@###-####-####"), d.fill_digits("@@######")])),
    ("UK_NINO", ("NINO", "national insurance"), nino),
    ("LICENSE_PLATE", ("plate", "licence plate", "vehicle"),
        lambda d: d.fill_digits(d.choice(["@@##@@@", "@@## @@@", "#@@@###", "@@@-####", "@-@@ ####", "@@ ### @@"]))),
    ("BANK_ACCOUNT", ("account", "acct", "a/c no"), lambda d: d.number(d.choice([8, 10, 10, 11, 12]))),
    ("SORT_CODE", ("sort code",), lambda d: cut(d.digits(6), 2, 2, 2, by="-")),
    ("SE_PERSONNUMMER", ("personnummer",),
        lambda d: f"{d.randint(40, 99)}{d.randint(1, 12):02d}{d.randint(1, 28):02d}-{d.digits(4)}"),
    ("TAX_ID_DE", ("Steuernummer", "USt-IdNr."),
        lambda d: d.choice([f"DE{d.digits(9)}", f"{d.digits(2)}/{d.digits(3)}/{d.digits(5)}"])),
    ("EMPLOYEE_ID", ("employee", "staff no", "badge"), lambda d: d.choice(["E", "EMP-", "", "W0"]) + d.number(d.randint(5, 9))),
    ("ZIP4", ("ZIP", "zip code", "postcode"), lambda d: f"{d.digits(5)}-{d.digits(4)}"),
    ("POSTCODE", ("postcode", "PLZ"),
        lambda d: d.choice([d.fill_digits("@@# #@@"), d.digits(5), d.fill_digits("@#@ #@#"), d.fill_digits("#### @@")])),
    ("FLIGHT", ("flight", "PNR"),
        lambda d: d.choice([d.fill_digits("@@ ####"), d.fill_digits("@@###"), d.chars(UPPER + "0123456789", 6)])),
]
