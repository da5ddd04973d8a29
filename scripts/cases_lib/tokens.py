"""JSON web tokens built from real JSON (signed, unsigned, encrypted) and bearer tokens in HTTP headers."""
from __future__ import annotations

import base64
import json
from typing import Callable, Iterator, List, Tuple

from .carriers import KINDS, Carrier, carriers, pick
from .core import ALNUM, Case, Dice, fill, share, spread
from .keys import BEFORE, FORMS, OWN

# Byte lengths of signatures by algorithm.
SIGNATURES = {"HS256": 32, "HS384": 48, "HS512": 64, "RS256": 256, "ES256": 64, "EdDSA": 64, "PS384": 384}

JWT_OWN: List[Carrier] = OWN + carriers([
    "Cookie: session=§; Path=/",
    "https://example.com/cb#id_token=§&state=1",
    "access_token=§",
    "Decode this for me: §",
    "assertion=§&grant_type=x",
    '{"signatures":["§"]}',
])
HEADERS: List[Carrier] = carriers([
    "Authorization: Bearer §",
    "Authorization: Bearer §\r\nAccept: */*",
    "authorization: bearer §",
    "AUTHORIZATION: BEARER §",
    "Authorization: bearer §\nHost: api.example.com",
    "curl -H \"Authorization: Bearer §\" https://api.example.com/v1",
    "curl -H 'Authorization: Bearer §' \\\n  https://api.example.com/v1",
    '{"Authorization":"Bearer §"}',
    '{"headers": {"authorization": "Bearer §", "accept": "*/*"}}',
    'headers = {"Authorization": "Bearer §"}',
    "headers: { Authorization: 'Bearer §' },",
    '{\\"Authorization\\":\\"Bearer §\\"}',
    "> authorization: Bearer §\n< HTTP/2 200",
    "GET / HTTP/1.1\r\nHost: api.example.com\r\nAuthorization: Bearer §\r\n\r\n",
    "Why does this fail? Authorization: Bearer §",
    "Authorization:  Bearer  §",
    "Proxy-Authorization: Bearer §",
    'level=debug header="Authorization: Bearer §" status=401',
])
BEARER_NEGATIVES = [
    "Bearer of bad news, he knocked twice.",
    "The bearer shall present this letter at the gate.",
    "bearer bonds issued in 1974",
    "Pay to bearer on demand the sum of ten pounds",
    "She was the ring bearer at their wedding.",
    "the standard-bearer of the movement",
    "a load-bearing wall, a bearer of weight",
    "Authorization: Bearer <token>",
    "Authorization: Bearer $TOKEN",
    "Authorization: Bearer ${{ secrets.TOKEN }}",
    "Authorization: Bearer {token}",
    "authorization is required; the bearer must be of age",
    "WWW-Authenticate: Bearer realm=\"example\"",
    "security:\n  - bearerAuth: []",
    "scheme: bearer\nbearerFormat: JWT",
    "token_type=bearer&expires_in=3600",
]
JWT_NEGATIVES: List[Callable[[Dice], str]] = [
    lambda d: f"com.example.{d.chars('abcdef', 8)}.{d.chars('ghijkl', 9)}",
    lambda d: f"eyJ{d.chars(ALNUM, 3)} is how they begin",
    lambda d: f"{d.chars(ALNUM, 20)}.{d.chars(ALNUM, 30)}.{d.chars(ALNUM, 20)}",
    lambda d: "eyewitness.report.final",
    lambda d: f"a.b.c, x{d.digits(2)}.y.z",
]


def encode(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def encode_json(fields: object, spaced: bool = False) -> str:
    return encode(json.dumps(fields, separators=(", ", ": ") if spaced else (",", ":"), ensure_ascii=False).encode())


def random_bytes(dice: Dice, length: int) -> bytes:
    return bytes(dice.getrandbits(8) for _ in range(length))


def payload(dice: Dice) -> str:
    claims = {
        "sub": dice.choice([dice.number(10), "kim.roe", f"user|{dice.hex(12)}"]),
        "iat": 1_700_000_000 + dice.randint(0, 50_000_000),
        "iss": "https://issuer.example",
        "name": dice.choice(["Kim Roe", "Zoë Müller", "王小明"]),
        "scope": dice.choice(["read", "read write", ""]),
        "admin": dice.chance(0.5),
        "jti": dice.hex(32),
    }
    return encode_json({key: claims[key] for key in dice.sample(sorted(claims), dice.randint(1, len(claims)))})


def header(dice: Dice, algorithm: str, spaced: bool = False) -> str:
    fields = {"alg": algorithm}
    if dice.chance(0.7):
        fields["typ"] = dice.choice(["JWT", "at+jwt"])
    if dice.chance(0.4):
        fields["kid"] = dice.hex(16)
    order = list(fields)
    dice.shuffle(order)
    return encode_json({name: fields[name] for name in order}, spaced)


def signed(dice: Dice) -> str:
    algorithm = dice.choice(sorted(SIGNATURES))
    return f"{header(dice, algorithm)}.{payload(dice)}.{encode(random_bytes(dice, SIGNATURES[algorithm]))}"


def signed_ending_in_sign(dice: Dice) -> str:
    """48 bytes fill 64 characters exactly, so the last one can be any, '-' and '_' included."""
    body = f"{header(dice, 'HS384')}.{payload(dice)}."
    while True:
        signature = encode(random_bytes(dice, 48))
        if signature[-1] in "-_":
            return body + signature


def spaced_header(dice: Dice) -> str:
    return f"{header(dice, 'HS256', spaced=True)}.{payload(dice)}.{encode(random_bytes(dice, 32))}"


def unsigned(dice: Dice) -> str:
    """Without its last dot, which the carrier adds: whether the dot is covered is no one's secret."""
    return f"{header(dice, 'none')}.{payload(dice)}"


def encrypted(dice: Dice) -> str:
    direct = dice.chance(0.4)
    top = encode_json({"alg": "dir" if direct else "RSA-OAEP-256", "enc": dice.choice(["A256GCM", "A128CBC-HS256"])})
    key = "" if direct else encode(random_bytes(dice, 256))
    rest = ".".join(encode(random_bytes(dice, length)) for length in (12, dice.randint(40, 300), 16))
    return f"{top}.{key}.{rest}"


def token68(dice: Dice) -> str:
    body = dice.choice(ALNUM) + dice.chars(ALNUM + "-._~+/", dice.randint(20, 90)) + dice.choice(ALNUM)
    return body + dice.choice(["", "", "=", "=="])


JWT_FORMS: List[Tuple[str, Callable[[Dice], str]]] = [
    ("signed", signed),
    ("signed", signed),
    ("signed", signed),
    ("sign-at-end", signed_ending_in_sign),
    ("spaced-header", spaced_header),
    ("unsigned", unsigned),
    ("encrypted", encrypted),
]


def jwts(dice: Dice, count: int) -> Iterator[Case]:
    for index, (name, make) in enumerate(spread(dice, JWT_FORMS, count)):
        item = make(dice)
        if index % 9 == 4:
            template = pick(dice, item, BEFORE, 1.0)
        else:
            template = pick(dice, item, JWT_OWN, 0.5, KINDS)
        yield Case("JWT", f"token/jwt-{name}", *fill(template.replace("§", "§.") if name == "unsigned" else template, item))


def bearers(dice: Dice, count: int) -> Iterator[Case]:
    makers: List[Tuple[str, str, Callable[[Dice], str]]] = [("token68", "", token68)] * 4
    makers += [("hex", "", lambda d: d.hex(40)), ("alnum", "", lambda d: d.chars(ALNUM, 32)), ("jwt", "JWT", signed)]
    makers += [(entity.lower(), entity, FORMS[entity][-1][1]) for entity in ("GITHUB_TOKEN", "OPENAI_KEY", "SLACK_TOKEN")]
    for (name, also, make), carrier in zip(spread(dice, makers, count), spread(dice, HEADERS, count)):
        text, spans = fill(carrier.template, make(dice))
        yield Case("BEARER_TOKEN", f"token/bearer-{name}", text, spans)
        if also:
            yield Case(also, f"token/bearer-{name}", text, spans)


def generate(dice: Dice, size: int) -> Iterator[Case]:
    yield from jwts(dice, share(size, 0.016))
    for make in spread(dice, JWT_NEGATIVES, share(size, 0.002)):
        yield Case("JWT", "token/jwt-negative", make(dice))
    yield from bearers(dice, share(size, 0.014))
    for text in spread(dice, BEARER_NEGATIVES, min(len(BEARER_NEGATIVES), share(size, 0.004))):
        yield Case("BEARER_TOKEN", "token/bearer-negative", text)
