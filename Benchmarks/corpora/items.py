"""What a scrubber should find: fifteen kinds of items, drawn by weight.

Keys and tokens are put together from parts when the generator runs, so that no file of the repository holds one.
"""

import base64

from .words import FIRST_NAMES, LAST_NAMES

UPPER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
DIGITS = "0123456789"
ALPHANUMERIC = UPPER + UPPER.lower() + DIGITS


def luhn_completed(digits: str) -> str:
    """The digits with the check digit that makes their Luhn sum right."""
    total = 0
    for index, character in enumerate(reversed(digits)):
        value = int(character) * (2 if index % 2 == 0 else 1)
        total += value - 9 if value > 9 else value
    return digits + str(-total % 10)


class Items:
    """Draws items; all that is random comes from the generator it is given."""

    def __init__(self, random):
        self.random = random
        self.addresses = [self._personal_address() for _ in range(4000)] + [
            self._company_address() for _ in range(2000)
        ]
        weighted = [
            (self.email, 30), (self.phone_us, 14), (self.phone_e164, 8), (self.credit_card, 10), (self.ssn, 7),
            (self.ipv4, 10), (self.ipv6, 2), (self.jwt, 3), (self.bearer, 4), (self.aws, 2), (self.github, 2),
            (self.stripe, 2), (self.slack, 2), (self.anthropic, 2), (self.openai, 2),
        ]
        self.kinds = [kind for kind, _ in weighted]
        self.weights = [weight for _, weight in weighted]

    def item(self) -> str:
        return self.random.choices(self.kinds, self.weights)[0]()

    def name(self) -> str:
        return f"{self.random.choice(FIRST_NAMES)} {self.random.choice(LAST_NAMES)}"

    def run(self, alphabet: str, length: int) -> str:
        return "".join(self.random.choices(alphabet, k=length))

    def email(self) -> str:
        return self.random.choice(self.addresses)

    def phone_us(self) -> str:
        area, exchange, line = self._three_digits(), self._three_digits(), self.run(DIGITS, 4)
        return self.random.choice(
            [f"({area}) {exchange}-{line}", f"{area}-{exchange}-{line}", f"{area}.{exchange}.{line}"]
        )

    def phone_e164(self) -> str:
        return "+" + self.random.choice(["1", "44", "49", "33", "91"]) + self.run("23456789", 1) + self.run(DIGITS, 9)

    def credit_card(self) -> str:
        prefix = self.random.choice(["4", "51", "52", "55", "34", "37", "6011"])
        length = 15 if prefix in ("34", "37") else 16
        number = luhn_completed(prefix + self.run(DIGITS, length - 1 - len(prefix)))
        style = self.random.random()
        if length == 16 and style < 0.6:
            return (" " if style < 0.4 else "-").join(number[i : i + 4] for i in range(0, 16, 4))
        return number

    def ssn(self) -> str:
        pick = self.random.randint
        return f"{pick(100, 899)}-{pick(10, 99)}-{pick(1000, 9999)}"

    def ipv4(self) -> str:
        return ".".join(str(self.random.randint(1, 254)) for _ in range(4))

    def ipv6(self) -> str:
        return ":".join(f"{self.random.randint(1, 65535):x}" for _ in range(8))

    def jwt(self) -> str:
        payload = '{"sub":"%s","iat":%d}' % (self.run(DIGITS, 10), self.random.randint(1500000000, 1800000000))
        parts = [b'{"alg":"HS256","typ":"JWT"}', payload.encode(), self.random.randbytes(32)]
        return ".".join(base64.urlsafe_b64encode(part).rstrip(b"=").decode() for part in parts)

    def bearer(self) -> str:
        token = self.run(ALPHANUMERIC + "._-", self.random.randint(20, 60))
        return "Bearer " + self.random.choice([token, self.jwt()])

    def aws(self) -> str:
        return "AK" + "IA" + self.run(UPPER + DIGITS, 16)

    def github(self) -> str:
        return "gh" + self.random.choice("pos") + "_" + self.run(ALPHANUMERIC, 36)

    def stripe(self) -> str:
        return self.random.choice("sr") + "k" + "_live_" + self.run(ALPHANUMERIC, 24)

    def slack(self) -> str:
        return "xox" + "b-" + "-".join([self.run(DIGITS, 11), self.run(DIGITS, 11), self.run(ALPHANUMERIC, 24)])

    def anthropic(self) -> str:
        return "sk" + "-ant-" + "api03-" + self.run(ALPHANUMERIC + "-_", 40) + "A"

    def openai(self) -> str:
        return "sk" + "-" + self.random.choice(["", "proj-"]) + self.run(ALPHANUMERIC, 48)

    def _three_digits(self) -> str:
        return self.run("23456789", 1) + self.run(DIGITS, 2)

    def _personal_address(self) -> str:
        first, last = self.random.choice(FIRST_NAMES).lower(), self.random.choice(LAST_NAMES).lower()
        number = self.run(DIGITS, 2) if self.random.random() < 0.5 else ""
        local = self.random.choice([first[0] + last, first + last, f"{first}.{last}", last + first[0]]) + number
        return f"{local}@example.{self.random.choice(['com', 'net', 'org'])}"

    def _company_address(self) -> str:
        first, last = self.random.choice(FIRST_NAMES).lower(), self.random.choice(LAST_NAMES).lower()
        company = self.random.choice(LAST_NAMES).lower()
        host = self.random.choice([company, f"{company}-{self.random.choice(LAST_NAMES).lower()}"])
        return f"{first[0]}{last}@{host}.{self.random.choice(['com', 'com', 'net', 'org', 'biz', 'info'])}"
