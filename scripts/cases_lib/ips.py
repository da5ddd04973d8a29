"""IP addresses: IPv4 and every textual form of IPv6 (RFC 4291, RFC 5952, RFC 4007), and dotted or coloned look-alikes."""
from __future__ import annotations

from typing import Callable, Iterator, List, Tuple

from .carriers import CJK, KINDS, Carrier, carriers, pick
from .core import Case, Dice, fill, share, spread

OWN: List[Carrier] = carriers([
    "Failed password for root from § port 22 ssh2",
    "client=§ method=GET status=200",
    "X-Forwarded-For: §",
    "ping § failed",
    '{"remote_addr":"§","bytes":512}',
    "Server on § is online.",
    "inet § scope global",
    "src=§ dst=- proto=tcp",
    "nameserver §",
    "My router at § stopped answering, what should I try?",
    "ListenAddress §",
    "§ - - [06/May/2024:12:00:00 +0000] \"GET / HTTP/1.1\" 200 512",
    "allow §;",
    "ssh root@§",
    "host,addr\nweb-a,§\n",
])
# Only for an address without suffix.
V4_PLACES = ["http://§/", "http://§:8080/path?x=1", "https://§", "§:443", "tcp://§:5432", "connect to §:22 refused", "§:53,",
    "//§/share", "redis://§:6379/0", "(§:80)", "§->§", "§, §", "§-§", "§ §\n§", "from § to §"]
V6_PLACES = ["http://[§]/", "http://[§]:8080/path", "[§]:443", "tcp://[§]:5432,", "listen [§]:80;", "[§]", "§, §", "§ -> §",
    '["§","§"]', "from § to §."]


def v4(dice: Dice) -> str:
    kind = dice.randrange(6)
    if kind == 0:
        return f"192.168.{dice.randint(0, 255)}.{dice.randint(0, 255)}"
    if kind == 1:
        return f"10.{dice.randint(0, 255)}.{dice.randint(0, 255)}.{dice.randint(0, 255)}"
    if kind == 2:
        return dice.choice(["127.0.0.1", "255.255.255.255", "0.0.0.0", "8.8.8.8", "1.1.1.1", "172.16.0.1", "169.254.1.9",
            "224.0.0.251"])
    return ".".join(str(dice.randint(1 if i == 0 else 0, 255)) for i in range(4))


def group(dice: Dice) -> str:
    return dice.choice("123456789abcdef") + dice.hex(dice.randint(0, 3))


def groups(dice: Dice, count: int) -> List[str]:
    return [group(dice) for _ in range(count)]


def global_v6(dice: Dice) -> List[str]:
    return [dice.choice(["2001", "2a00", "2600", "fd12", "2400", "fe80"])] + groups(dice, 7)


def compressed(dice: Dice) -> str:
    """A run of zero groups of any length, at any place, the ends included."""
    length = dice.randint(1, 6)
    start = dice.randint(0, 8 - length)
    parts = global_v6(dice)
    return ":".join(parts[:start]) + "::" + ":".join(parts[start + length:])


def padded(dice: Dice) -> str:
    return ":".join(part.zfill(4) for part in global_v6(dice))


V6_FORMS: List[Tuple[str, Callable[[Dice], str]]] = [
    ("full", lambda d: ":".join(global_v6(d))),
    ("full-upper", lambda d: ":".join(global_v6(d)).upper()),
    ("padded", padded),
    ("zeros-written", lambda d: f"2001:db8:0:0:0:0:{group(d)}:{group(d)}"),
    ("zeros-padded", lambda d: f"2001:0db8:0000:0000:0000:ff00:0042:{d.hex(4)}"),
    ("compressed", compressed),
    ("compressed", compressed),
    ("compressed", compressed),
    ("compressed-upper", lambda d: compressed(d).upper()),
    ("loopback", lambda d: "::1"),
    ("one-after", lambda d: f"::{group(d)}"),
    ("prefix-only", lambda d: f"{d.choice(['2001:db8', 'fd00', '2a02:' + group(d)])}::"),
    ("link-local", lambda d: f"fe80::{':'.join(groups(d, 4))}"),
    ("multicast", lambda d: f"ff0{d.randint(1, 8)}::{d.choice(['1', '2', 'fb', '1:3'])}"),
    ("mapped", lambda d: f"::ffff:{v4(d)}"),
    ("mapped-upper", lambda d: f"::FFFF:{v4(d)}"),
    ("mapped-long", lambda d: f"0:0:0:0:0:ffff:{v4(d)}"),
    ("mapped-hex", lambda d: f"::ffff:{d.hex(4)}:{d.hex(4)}"),
    ("compatible", lambda d: f"::{v4(d)}"),
    ("nat64", lambda d: f"64:ff9b::{v4(d)}"),
    ("embedded-full", lambda d: f"{':'.join(groups(d, 6))}:{v4(d)}"),
    ("embedded", lambda d: f"2001:db8:{group(d)}::{group(d)}:{v4(d)}"),
    ("zone", lambda d: f"fe80::{group(d)}:{group(d)}%{d.choice(['eth0', 'en0', '12', 'wlan0', 'eth0.100', 'br-lan', 'lo'])}"),
    ("zone-cidr", lambda d: f"fe80::{group(d)}%eth{d.randint(0, 9)}/64"),
    ("cidr", lambda d: f"{d.choice(['2001:db8::', 'fd00:' + group(d) + '::', '64:ff9b::'])}/{d.choice([32, 48, 56, 64, 96, 128])}"),
    ("cidr-host", lambda d: f"{compressed(d)}/{d.randint(1, 128)}"),
    ("nat64-cidr", lambda d: f"64:ff9b::{v4(d)}/96"),
]
V4_FORMS: List[Tuple[str, Callable[[Dice], str]]] = [
    ("plain", v4),
    ("plain", v4),
    ("plain", v4),
    ("cidr", lambda d: f"{v4(d)}/{d.randint(0, 32)}"),
]


def quad(dice: Dice) -> str:
    return ".".join(str(dice.randint(0, 99)) for _ in range(4))


def mac(dice: Dice, separator: str = ":") -> str:
    return separator.join(dice.hex(2) for _ in range(6))


NEGATIVES: List[Tuple[str, Callable[[Dice], str]]] = [
    ("v-version", lambda d: d.choice(["v{}", "tag v{} released", "app-v{}.zip", "(v{})"]).format(quad(d))),
    ("version", lambda d: d.choice(["version {}", "Version: {}", "version={}", '{{"version":"{}"}}', "ver. {}",
        "file version is {}", "VERSION {}", "app_version: {}", 'AssemblyVersion("{}")']).format(quad(d))),
    ("oid", lambda d: f"OID 1.3.6.1.4.1.{d.randint(1, 255)}.{d.randint(1, 99)}"),
    ("five-parts", lambda d: f"section {quad(d)}.{d.randint(1, 200)} says"),
    ("octet-256", lambda d: d.choice(["IP: 192.168.1.{}", "{}.168.1.1", "10.{}.0.1", "10.0.{}.7"]).format(d.randint(256, 999))),
    ("three-parts", lambda d: f"IP: 192.168.{d.randint(0, 255)} and {d.randint(1, 20)}.{d.randint(0, 20)}.{d.randint(0, 20)}"),
    ("glued", lambda d: f"IP{v4(d)}text"),
    ("glued-v6", lambda d: f"fe80::{group(d)}text"),
    ("mapped-bad", lambda d: f"::ffff:{d.randint(256, 999)}.0.0.1"),
    ("scope", lambda d: d.choice(["std::vector<int>", "std::string name", "Foo::Bar::baz()", "MyClass::toString",
        "ActiveRecord::Base", "use std::io::Result;", "crate::parser::run", "$this::make()", "Perl::Tidy", "abc:def:ghi"])),
    ("css", lambda d: d.choice(["a::before {}", "p::after { content: '' }", "li::marker", "::before", "input::placeholder"])),
    ("slice", lambda d: d.choice(["x[::-1]", "s[::-1] == s", "rows[:, ::-1]", "cast::<u8>()", "x::text", "'a'::jsonb",
        "now()::date"])),
    ("colons-alone", lambda d: d.choice(["a :: b", "::", "main :: IO ()", "note:: see below", ".. code::", "cmd ::"])),
    ("clock", lambda d: d.choice(["Time {}", "{}", "at {} sharp", "{},"]).format(d.clock())),
    ("clock-frames", lambda d: f"timecode {d.clock()}:{d.randint(10, 24)} and {d.clock()}.{d.digits(3)}"),
    ("mac", lambda d: d.choice(["MAC address {}", "{}", "ether {}", "hw={}"]).format(mac(d))),
    ("mac-upper", lambda d: mac(d, d.choice(":-")).upper()),
    ("ratio", lambda d: f"ratio {d.randint(1, 9)}:{d.randint(1, 9)}:{d.randint(1, 9)}:{d.randint(1, 9)}"),
    ("fingerprint", lambda d: f"MD5:{':'.join(d.hex(2) for _ in range(16))}"),
    ("sha-fingerprint", lambda d: f"SHA1 Fingerprint={':'.join(d.hex(2) for _ in range(20)).upper()}"),
    ("nine-groups", lambda d: ":".join(groups(d, 9))),
    ("seven-groups", lambda d: ":".join(groups(d, 7))),
    ("two-gaps", lambda d: f"1::{group(d)}::2"),
    ("five-hex", lambda d: f"2001:db8::1{d.hex(4)}"),
    ("not-hex", lambda d: f"gggg:{group(d)}::{d.randint(1, 9)}xyz"),
    ("date-time", lambda d: f"2024-05-0{d.randint(1, 9)}T{d.clock()}+02:00"),
    ("bible", lambda d: f"John {d.randint(1, 20)}:{d.randint(1, 40)}, Ps. {d.randint(1, 150)}:{d.randint(1, 20)}"),
    ("money", lambda d: f"1.{d.digits(3)}.{d.digits(3)},{d.digits(2)} EUR and 12.{d.randint(256, 999)}.{d.digits(3)}.{d.digits(3)}"),
    ("arn", lambda d: f"arn:aws:iam::1{d.digits(11)}:role/admin"),
    ("hex", lambda d: f"Build 0x{d.hex(8)}, {d.hex(32)}"),
    ("port", lambda d: f"localhost:{d.number(4)}, *:{d.number(4)}, host:{d.number(2)}:{d.number(2)}"),
]


def positives(dice: Dice, count: int) -> Iterator[Case]:
    def case(name: str, item: str) -> Case:
        kinds = (CJK,) if dice.chance(0.05) else KINDS
        return Case("IP", f"ip/{name}", *fill(pick(dice, item, OWN, 0.45, kinds), item))

    for name, make in spread(dice, V4_FORMS, round(count * 0.28)):
        yield case(f"v4-{name}", make(dice))
    for name, make in spread(dice, V6_FORMS, round(count * 0.52)):
        yield case(f"v6-{name}", make(dice))
    for template in spread(dice, V4_PLACES, round(count * 0.12)):
        items = [v4(dice) for _ in range(template.count("§"))]
        yield Case("IP", "ip/v4-place", *fill(template, *items))
    for template in spread(dice, V6_PLACES, round(count * 0.08)):
        items = [compressed(dice) for _ in range(template.count("§"))]
        yield Case("IP", "ip/v6-place", *fill(template, *items))


def negatives(dice: Dice, count: int) -> Iterator[Case]:
    for name, make in spread(dice, NEGATIVES, count):
        yield Case("IP", f"ip/negative-{name}", make(dice))


def generate(dice: Dice, size: int) -> Iterator[Case]:
    yield from positives(dice, share(size, 0.08))
    yield from negatives(dice, share(size, 0.04))
