"""E-mail addresses: every local part RFC 5322 allows, every domain RFC 6531 and IDNA allow, and what only looks alike."""
from __future__ import annotations

from typing import Iterator, List

from .carriers import CJK, KINDS, PLAIN, Carrier, carriers, pick
from .core import Case, Dice, Form, fill, share, spread

FIRST = ["ana", "bob", "chen", "dmitri", "eve", "fatima", "greta", "hugo", "ines", "jo", "kim", "lars", "maria", "nina", "omar",
    "priya"]
LAST = ["abbot", "berg", "costa", "diaz", "evans", "fox", "garcia", "hansen", "ivanov", "jones", "kaya", "li", "moreau", "novak",
    "okafor", "roe"]
HOSTS = ["example", "acme", "north-wind", "mailbox", "contoso", "initech", "umbrella", "globex", "stark-co", "blue42"]
TLDS = ["com", "org", "net", "io", "co.uk", "de", "fr", "com.br", "co.jp", "edu", "gov", "dev", "ai", "info", "biz", "me", "ch",
    "nl", "com.au"]
LONG_TLDS = ["photography", "international", "technology", "museum", "community", "travelersinsurance",
    "xn--vermgensberatung-pwb", "xn--p1ai"]
ATEXT = "!#$%&'*+-/=?^_`{|}~"
IDN_DOMAINS = ["bücher.example", "münchen.de", "例子.公司", "пример.рф", "παράδειγμα.ελ", "café.fr", "사이트.한국", "उदाहरण.भारत",
    "müller-söhne.ch"]
PUNYCODE = ["xn--bcher-kva.example", "xn--mnchen-3ya.de", "xn--fsqu00a.xn--0zwm56d", "mail.xn--d1acufc.xn--p1ai"]

# An address may stand behind these words and signs; the delimiters are none that an address may hold unquoted.
OWN: List[Carrier] = carriers([
    "From: Kim Roe <§>\r\nSubject: hello",
    "To: §, \r\nCc: nobody",
    "Reply-To: §",
    "Author: Kim Roe <§>\nDate:   Mon May 6",
    "Contact us at § for help.",
    "Send it to §, please.",
    "write to §: she knows",
    '<a href="mailto:§">write</a>',
    "mailto:§?subject=Hello",
    '{"user":{"email":"§","role":"admin"}}',
    "email=§",
    "user=§ action=login ok=true",
    "E-mail: §.",
    "(§)",
    "ORGANIZER;CN=Kim:mailto:§",
    "git config user.email \"§\"",
    "Summarise this thread for me: § asked for a refund twice and got none.",
    "login failed for '§' (3 attempts)",
    "name,email\nKim,§\n",
], forbid="\"'&?=<>:;,() `{}|")
# Only white space or angle brackets around it: for local parts made of unusual characters.
GUARDED: List[Carrier] = PLAIN + carriers(["From: Kim Roe <§>", "To: <§>, <>", "Send it to § please.", "Contact:\n§\n"])


def domain(dice: Dice) -> str:
    return f"{dice.choice(HOSTS)}.{dice.choice(TLDS)}"


def person(dice: Dice) -> str:
    return dice.choice(FIRST) + dice.choice([".", "_", "-", ""]) + dice.choice(LAST)


def address(dice: Dice) -> str:
    return f"{person(dice)}@{domain(dice)}"


def atext_local(dice: Dice) -> str:
    pieces = [dice.choice(FIRST)]
    for _ in range(dice.randint(1, 4)):
        pieces.append(dice.choice(ATEXT) + dice.choice(["", dice.choice(LAST), dice.digits(2)]))
    return ("" if dice.chance(0.7) else dice.choice(ATEXT)) + "".join(pieces)


def quoted_local(dice: Dice) -> str:
    first, last = dice.choice(FIRST), dice.choice(LAST)
    inside = dice.choice([f"{first} {last}", f"{first}..{last}", f"{first}@{last}", f"{first},{last}", f"{first}:{last}(x)",
        f'{first} \\"{last[0]}\\" {last}'])
    return f'"{inside}"'


def ipv4(dice: Dice) -> str:
    return ".".join(str(dice.randint(1, 254)) for _ in range(4))


FORMS: List[Form] = [
    ("plain", address),
    ("plus-tag", lambda d: f"{person(d)}+{d.choice(['news', 'shop2', 'a-b', 'x_y', '2024'])}@{domain(d)}"),
    ("digits", lambda d: f"{d.choice(FIRST)}{d.digits(d.randint(1, 5))}@{domain(d)}"),
    ("numeric-local", lambda d: f"{d.number(d.randint(5, 10))}@{d.choice(['qq.com', '163.com', '126.com', 'vip.163.com'])}"),
    ("one-letter", lambda d: f"{d.choice('abcxyz')}@{d.choice('abx')}.{d.choice(['co', 'io', 'de'])}"),
    ("subdomains", lambda d: f"{person(d)}@{d.choice(['mail', 'eu-1', 'a.b'])}.{d.choice(['corp', 'staff', 'x1'])}.{domain(d)}"),
    ("long-tld", lambda d: f"{person(d)}@{d.choice(HOSTS)}.{d.choice(LONG_TLDS)}"),
    ("upper", lambda d: address(d).upper()),
    ("mixed-case", lambda d: "".join(c.upper() if d.chance(0.4) else c for c in address(d))),
    ("underscores", lambda d: f"_{d.choice(FIRST)}__{d.choice(LAST)}_@{domain(d)}"),
    ("hyphens", lambda d: f"{d.choice(FIRST)}--{d.choice(LAST)}-@{d.choice(HOSTS)}--{d.digits(2)}.{d.choice(TLDS)}"),
    ("long", lambda d: f"{d.chars('abcdefgh0123', 64)}@{d.chars('mnopqrst', 40)}.{domain(d)}"),
    ("punycode", lambda d: f"{person(d)}@{d.choice(PUNYCODE)}"),
]
GUARDED_FORMS: List[Form] = [
    ("atext", lambda d: f"{atext_local(d)}@{domain(d)}"),
    ("all-atext", lambda d: f"{''.join(d.sample(ATEXT, len(ATEXT)))}@{domain(d)}"),
    ("apostrophe", lambda d: f"{d.choice(FIRST)}.o'{d.choice(LAST)}@{domain(d)}"),
    ("quoted", lambda d: f"{quoted_local(d)}@{domain(d)}"),
    ("idn-domain", lambda d: f"{person(d)}@{d.choice(IDN_DOMAINS)}"),
    ("idn-local", lambda d: f"{d.choice(['jürgen', 'почта', '用户', 'josé.peña', 'søren'])}@{d.choice(IDN_DOMAINS + ['example.com'])}"),
]

NEGATIVES = [
    "git clone git@github.com:{org}/{repo}.git",
    "git@gitlab.com:{org}/{repo}.git",
    "url = git@bitbucket.org:{org}/{repo}.git",
    "<img src=\"{repo}@2x.png\">",
    "assets/{repo}@3x.webp and {repo}@2x.jpg",
    "npm i {repo}@{v}",
    "\"{repo}@^{v}\": resolved",
    "go get example.org/{org}/{repo}@v{v}",
    "pip install {repo}@{v}",
    "node_modules/.pnpm/@{org}+{repo}@{v}/node_modules",
    "mail {org}@localhost",
    "postgres: {org}@localhost/db",
    "@property\ndef {repo}(self): ...",
    "@app.route('/{repo}')\ndef view(): ...",
    "@Override public void {repo}() {{}}",
    "@media (max-width: 600px) {{ .{repo} {{ }} }}",
    "thanks @{org} and @{repo}!",
    "follow us: @{org}.{repo}",
    "lunch @ {repo} tomorrow, 5 @ $3 each",
    "see you @noon, {org}",
    "image: {repo}@sha256:{hex}",
    "scp build.zip {org}@{repo}:/srv/",
    "{org}@",
    "@{org}.com is not complete",
    "{org} @ {repo} . com",
    "{org}@{repo}..com",
    "{org}@.com",
    "{org}@{repo}",
    "const RE = /[a-z]+@[a-z]+/;",
    "user [EMAIL_{n}] is masked already",
    "a[@{org}='x']/b/@{repo}",
    "$ {org}@{repo}:~$ ls",
    "actions/{repo}@v{n}",
    "uses: {org}/{repo}@main",
    "@{org}/{repo}",
]


def positives(dice: Dice, count: int) -> Iterator[Case]:
    forms = [(form, None) for form in FORMS] * 2 + [(form, GUARDED) for form in GUARDED_FORMS]
    for (name, make), guard in spread(dice, forms, count):
        item = make(dice)
        foreign = guard is None and dice.chance(0.1)
        kinds = (CJK,) if foreign else KINDS
        template = pick(dice, item, guard, 1.0) if guard else pick(dice, item, OWN, 0.0 if foreign else 0.55, kinds)
        yield Case("EMAIL", f"email/{name}", *fill(template, item))


def glued(dice: Dice, count: int) -> Iterator[Case]:
    """Addresses with something at their heels, and addresses whose host is an IP address (which is labelled as well)."""
    for kind in spread(dice, ["date", "digits", "ssn", "several", "literal4", "literal6", "cjk"], count):
        item = f"{person(dice)}@{dice.choice(HOSTS)}.com"
        if kind == "date":
            yield Case("EMAIL", "email/glued-date", *fill("joined: §2024-05-01", item))
        elif kind == "digits":
            yield Case("EMAIL", "email/glued-digits", *fill("§" + dice.digits(3), item))
        elif kind == "ssn":
            number = f"{dice.randint(100, 665)}-{dice.randint(10, 99)}-{dice.number(4)}"
            text, (mail, ssn) = fill("§§", item, number)
            yield Case("EMAIL", "email/glued-ssn", text, (mail,))
            yield Case("US_SSN", "email/glued-ssn", text, (ssn,))
        elif kind == "several":
            items = [address(dice) for _ in range(3)]
            template = dice.choice(["§,§,§", "To: <§>, <§>; <§>", "§ §\n§", "§;§;§", '["§","§","§"]', "§ | § | §"])
            yield Case("EMAIL", "email/several", *fill(template, *items))
        elif kind == "cjk":
            yield Case("EMAIL", "email/cjk-around", *fill(dice.choice(["邮箱是§，谢谢", "メールは§です。", "联系§。"]), item))
        else:
            inner = ipv4(dice) if kind == "literal4" else f"2001:db8::{dice.hex(4)}:{dice.hex(3)}"
            host = f"[{inner}]" if kind == "literal4" else f"[IPv6:{inner}]"
            item = f"{person(dice)}@{host}"
            text, ((start, end),) = fill(dice.choice(["§", "send it to § now", "RCPT TO:<§>"]), item)
            yield Case("EMAIL", f"email/{kind}", text, ((start, end),))
            yield Case("IP", f"email/{kind}", text, ((end - 1 - len(inner), end - 1),))


def negatives(dice: Dice, count: int) -> Iterator[Case]:
    for template in spread(dice, NEGATIVES, count):
        version = f"{dice.randint(0, 20)}.{dice.randint(0, 30)}.{dice.randint(0, 9)}"
        text = template.format(org=dice.choice(LAST), repo=dice.choice(HOSTS), v=version, hex=dice.hex(64), n=dice.randint(1, 9))
        yield Case("EMAIL", "email/negative", text)


def generate(dice: Dice, size: int) -> Iterator[Case]:
    yield from positives(dice, share(size, 0.075))
    yield from glued(dice, share(size, 0.012))
    yield from negatives(dice, share(size, 0.018))
