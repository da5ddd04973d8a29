"""The kinds of text a scrubber meets. Each method returns at least `size` characters, cut to that size."""

import json
import uuid

from .items import ALPHANUMERIC, DIGITS, Items
from .words import COMMON, EMOJI, GERMAN, JAPANESE

CHAT = [
    "The function returns a dictionary keyed by request id, so you can join it later.",
    "Let me think about this step by step.",
    "First, make sure the service is healthy before you roll out version 2.14.3 to production.",
    "In 2023 the team measured a 12.5% improvement (p < 0.05) over the baseline.",
    "Here's a short example:\n\n```python\nfor i, row in enumerate(rows):\n    total += row['amount'] * 1.07\n"
    "    if total > 10_000:\n        break\n```\n",
    "You can read more at https://docs.example.com/guide/getting-started?ref=chat#install and follow the steps.",
    "I'd recommend option 2: it costs about $1,250.00 per month, i.e. roughly 40% less.",
    "User: can you summarise the call from Tuesday at 3:30 PM?\n\nAssistant: Sure! Here are the key points:\n",
    "- **Latency**: p50 dropped from 120 ms to 45 ms.\n- **Errors**: 0.3% -> 0.1%.\n- **Cost**: unchanged.\n",
    "It's a sk-style naming scheme; the mask-based approach would also work.",
    "We asked the customer whether the order had arrived; she said it hadn't.",
]
LEADS = [
    "You can reach me at ", "My number is ", "Please use ", "The host is ", "credentials: ", "Contact: ",
    "card on file ", "SSN ", "Send it to ", "auth header was ",
]
TAILS = [". ", ", ok? ", "\n", " - thanks! "]
FOREIGN_LEADS = ["Sie erreichen mich unter ", "Grüße an ", "連絡先は ", "Schlüssel: ", "担当者（", "👉 ", "Nummer: "]
FOREIGN_TAILS = [". ", "、", "です。", " 👍\n", " – danke!\n", "）\n"]


class Texts:
    """Writes texts; all that is random comes from the generator it is given."""

    def __init__(self, random):
        self.random = random
        self.items = Items(random)
        self.paragraphs = [self._paragraph() for _ in range(1500)]
        self.names = [self.items.name() for _ in range(1500)]

    def prose(self, size: int, every: int = 2000) -> str:
        """Talk with a language model: an item every two thousand characters."""
        return self._with_items(size, every, self._chat, LEADS, TAILS)

    def nonascii(self, size: int, every: int = 2000) -> str:
        """German, Japanese and emoji, with items; `size` is in UTF-8 bytes, cut at a line end."""
        text = self._with_items(size, every, self._foreign, FOREIGN_LEADS, FOREIGN_TAILS)
        return text.encode()[:size].decode(errors="ignore")

    def dense(self, size: int) -> str:
        """Records of contacts: an item every sixty characters."""
        pick, parts, length = self.random.choice, [], 0
        while length < size:
            lead = pick(["contact ", "", "user=", "to: ", "tel ", pick(self.names) + ", ", "ip ", "id:"])
            words = " ".join(self.random.choices(COMMON, k=self.random.randint(3, 7)))
            part = lead + self.items.item() + pick([" ", ", ", "\n", "; "]) + words + pick([" ", "\n", ", "])
            parts.append(part)
            length += len(part)
        return "".join(parts)[:size]

    def json(self, size: int) -> str:
        """Traces and logs in JSON Lines: an item every five hundred characters."""
        parts, length, until_item = [], 0, 500
        while length < size:
            record = self._log_record() if self.random.random() < 0.5 else self._span_record()
            if until_item <= 0:
                key = self.random.choice(["user", "note", "detail", "client", "header"])
                record[key] = self.random.choice(["", "from ", "login ok for "]) + self.items.item()
                until_item += self.random.randint(250, 750)
            separators = (",", ":") if self.random.random() < 0.7 else None
            part = json.dumps(record, separators=separators) + "\n"
            parts.append(part)
            length += len(part)
            until_item -= len(part)
        return "".join(parts)[:size]

    def digits(self, size: int) -> str:
        """CSV full of numbers, many of them nearly items."""
        parts = ["id,account,amount,date,card_like,ref,qty,total,epoch,updated\n"]
        length, pick = len(parts[0]), self.random.randint
        while length < size:
            part = ",".join([
                f"{pick(1, 10**9)}", self.items.run(DIGITS, 10), f"{self.random.random() * 10**5:.2f}",
                f"{pick(1990, 2026)}-{pick(1, 12):02}-{pick(1, 28):02}", self._card_like(),
                "-".join(self.items.run(DIGITS, count) for count in (3, 2, 3)), f"{pick(1, 500)}",
                f"{self.random.random() * 10**7:.4f}", f"{pick(16 * 10**8, 18 * 10**8)}",
                f"2026-{pick(1, 12):02}-{pick(1, 28):02} {pick(0, 23):02}:{pick(0, 59):02}:{pick(0, 59):02}\n",
            ])
            parts.append(part)
            length += len(part)
        return "".join(parts)[:size]

    def _with_items(self, size, every, chunk, leads, tails) -> str:
        parts, length, until_item = [], 0, self.random.randint(every // 2, every * 3 // 2)
        while length < size:
            part = chunk() + ("\n\n" if self.random.random() < 0.35 else " ")
            parts.append(part)
            length += len(part)
            until_item -= len(part)
            if until_item <= 0:
                part = self.random.choice(leads) + self.items.item() + self.random.choice(tails)
                parts.append(part)
                length += len(part)
                until_item += self.random.randint(every // 2, every * 3 // 2)
        return "".join(parts)[:size]

    def _sentence(self) -> str:
        return " ".join(self.random.choices(COMMON, k=self.random.randint(4, 9))).capitalize() + "."

    def _paragraph(self) -> str:
        return " ".join(self._sentence() for _ in range(self.random.randint(3, 7)))

    def _chat(self) -> str:
        kind = self.random.random()
        if kind < 0.55:
            return self.random.choice(self.paragraphs)
        if kind < 0.75:
            return self.random.choice(self.paragraphs)[: self.random.randint(80, 400)]
        return self.random.choice(CHAT)

    def _foreign(self) -> str:
        kind = self.random.random()
        if kind < 0.5:
            words = self.random.choices(GERMAN, k=self.random.randint(8, 30))
            return " ".join(words).capitalize() + "."
        if kind < 0.85:
            return "".join(self.random.choices(JAPANESE, k=self.random.randint(6, 25))) + "。"
        if kind < 0.95:
            return self._sentence() + " " + self.random.choice(EMOJI)
        return self.random.choice(CHAT)

    def _hex(self, digits: int) -> str:
        return f"{self.random.getrandbits(4 * digits):0{digits}x}"

    def _epoch_nanoseconds(self) -> int:
        return self.random.randint(17 * 10**17, 18 * 10**17)

    def _timestamp(self) -> str:
        pick = self.random.randint
        day = f"2026-{pick(1, 12):02}-{pick(1, 28):02}"
        return f"{day}T{pick(0, 23):02}:{pick(0, 59):02}:{pick(0, 59):02}.{pick(0, 999):03}Z"

    def _log_record(self) -> dict:
        pick = self.random
        return {
            "ts": self._timestamp(), "level": pick.choice(["INFO", "INFO", "DEBUG", "WARN", "ERROR"]),
            "trace_id": self._hex(32), "span_id": self._hex(16),
            "service": pick.choice(["api-gw", "llm-router", "billing", "retriever"]),
            "duration_ms": round(pick.random() * 3000, 3), "status": pick.choice([200, 200, 200, 201, 404, 429, 500]),
            "request_id": str(uuid.UUID(int=pick.getrandbits(128))),
            "msg": pick.choice(self.paragraphs)[: pick.randint(40, 160)],
            "start_unix_nano": self._epoch_nanoseconds(), "bytes": pick.randint(100, 10**7),
        }

    def _span_record(self) -> dict:
        pick = self.random
        return {
            "timestamp": pick.randint(17 * 10**11, 18 * 10**11), "name": "chat.completion",
            "attributes": {
                "gen_ai.system": "openai",
                "gen_ai.request.model": pick.choice(["gpt-4o-2024-08-06", "claude-sonnet-4-5-20250929"]),
                "gen_ai.usage.input_tokens": pick.randint(10, 9000),
                "gen_ai.usage.output_tokens": pick.randint(1, 2000),
                "gen_ai.response.id": "chatcmpl-" + self.items.run(ALPHANUMERIC, 29), "server.port": 443,
                "temperature": 0.7, "cost_usd": round(pick.random() / 10, 6),
            },
            "trace_id": self._hex(32), "span_id": self._hex(16), "parent_span_id": self._hex(16),
            "start": self._epoch_nanoseconds(), "end": self._epoch_nanoseconds(),
            "embedding": [round(pick.uniform(-1, 1), 5) for _ in range(6)],
            "content": pick.choice(self.paragraphs)[: pick.randint(40, 300)],
        }

    def _card_like(self) -> str:
        number = self.items.run(DIGITS, 16)
        if self.random.random() < 0.3:
            return " ".join(number[i : i + 4] for i in range(0, 16, 4))
        if self.random.random() < 0.3:
            return self.items.run(DIGITS, self.random.choice([11, 12, 13, 19, 20, 22]))
        return number
