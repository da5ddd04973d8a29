"""Searches what a receiver has stored, in whatever spelling it stands there."""

from __future__ import annotations

import base64
import gzip
import json
import sqlite3
import urllib.parse
import zlib
from pathlib import Path
from typing import Dict, Iterable, Iterator, List, Tuple

from .core import Failure, require


def spellings(text: str) -> Tuple[Dict[str, bytes], Dict[str, bytes]]:
    """How a text may stand in a store: what is compared without regard to case, and what is compared as it is."""
    data = text.encode()
    folded = {"plain": data, "hex": data.hex().encode()}
    # Bytes are folded as ASCII.
    folded["lower"], folded["upper"] = text.lower().encode(), text.upper().encode()
    for ascii_only in (True, False):
        once = json.dumps(text, ensure_ascii=ascii_only)
        folded[f"JSON {ascii_only}"] = once[1:-1].encode()
        folded[f"JSON twice {ascii_only}"] = json.dumps(once, ensure_ascii=ascii_only)[3:-3].encode()
    folded["JSON with \\/"] = json.dumps(text)[1:-1].replace("/", "\\/").encode()
    folded["URL"] = urllib.parse.quote(text, safe="").encode()
    folded["URL with /"] = urllib.parse.quote(text).encode()
    folded["form"] = urllib.parse.quote_plus(text).encode()
    folded["UTF-16 LE"] = text.encode("utf-16-le")
    folded["UTF-16 BE"] = text.encode("utf-16-be")
    digits = "".join(filter(str.isdigit, text))
    if len(digits) >= 9:
        folded["digits"] = digits.encode()
    exact = {}
    for offset in range(3):
        # The characters at both ends also hold bits of what stands beside the text.
        encoded = base64.b64encode(bytes(offset) + data).rstrip(b"=")
        whole = encoded[(0, 2, 3)[offset] : len(encoded) - (1 if (offset + len(data)) % 3 else 0)]
        if len(whole) >= 8:
            exact[f"base64 at {offset}"] = whole
            exact[f"base64url at {offset}"] = whole.replace(b"+", b"-").replace(b"/", b"_")
    return {name: form.lower() for name, form in folded.items()}, exact


def cells(path: Path) -> Iterator[bytes]:
    """The values of a SQLite file with those that are in its log: in the file, long ones are spread over pages."""
    connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, timeout=20)
    connection.text_factory = bytes
    try:
        tables = connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'"
        )
        for (name,) in tables.fetchall():
            quoted = name.decode().replace('"', '""')
            for row in connection.execute(f'SELECT * FROM "{quoted}"'):
                yield b"\n".join(value if isinstance(value, bytes) else str(value).encode() for value in row)
                yield from (unpacked for value in row if isinstance(value, bytes) for unpacked in inflated(value))
    except sqlite3.Error as error:
        raise Failure(f"{path} could not be read: {error}") from None
    finally:
        connection.close()


def inflated(data: bytes) -> Iterator[bytes]:
    try:
        if data[:2] == b"\x1f\x8b":
            yield gzip.decompress(data)
        elif data[:1] == b"\x78":
            yield zlib.decompress(data)
    except (OSError, EOFError, zlib.error):
        pass


def contents(folder: Path) -> Iterator[Tuple[Path, bytes]]:
    """What the files hold as they are, and what only their formats show."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.is_symlink():
            data = path.read_bytes()
            yield path, data
            for unpacked in inflated(data):
                yield path, unpacked
            if data.startswith(b"SQLite format 3\0"):
                yield path, b"\n".join(cells(path))


def search(folder: Path, texts: Iterable[str]) -> List[Tuple[str, str, Path]]:
    """The texts that stand somewhere below the folder, each with its spelling and the file."""
    wanted = [(text, *spellings(text)) for text in texts]
    hits = []
    for path, data in contents(folder):
        low = data.lower()
        for text, folded, exact in wanted:
            found = [name for name, form in folded.items() if form in low]
            found += [name for name, form in exact.items() if form in data]
            hits += [(text, name, path) for name in found[:1]]
    return hits


def prove_search(folder: Path) -> int:
    """Fails if a search would overlook a text in a store like those of the receivers; returns how many were tried."""
    secret = 'Jörg "J" O\'Neil/7, +1 (415) 555-0132, jörg@example.com'
    planted = {
        "plain": f"a {secret} b".encode(),
        "upper": f"a {secret} b".upper().encode(),
        "json": json.dumps([secret]).encode(),
        "json-utf8": json.dumps([secret], ensure_ascii=False).encode(),
        "json-twice": json.dumps([json.dumps([secret])]).encode(),
        "json-slash": json.dumps([secret]).replace("/", "\\/").encode(),
        "url": f"?q={urllib.parse.quote(secret, safe='')}&r".encode(),
        "form": urllib.parse.urlencode({"q": secret, "r": 1}).encode(),
        "hex": ("ab" + secret.encode().hex().upper() + "cd").encode(),
        "digits": b"tel=714155550132;",
        "utf-16": f"a {secret} b".encode("utf-16"),
        "utf-16-be": f"a {secret} b".encode("utf-16-be"),
        "gzip": gzip.compress(f"a {secret} b".encode()),
        **{f"base64-{n}": base64.b64encode(b"x" * n + secret.encode() + b"yz") for n in range(4)},
        **{f"base64url-{n}": base64.urlsafe_b64encode(b"x" * n + secret.encode() + b"?~") for n in range(4)},
    }
    for name, data in planted.items():
        (folder / name).mkdir(parents=True)
        (folder / name / "file").write_bytes(data)
        require(search(folder / name, [secret]), f"the search overlooks a text as {name}")
        require(not search(folder / name, ["jane@example.com"]), f"the search finds what is not there, as {name}")
    database = folder / "sqlite" / "file"
    database.parent.mkdir()
    connection = sqlite3.connect(database)
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("CREATE TABLE spans (name TEXT, content TEXT, packed BLOB)")
        connection.commit()
        # Around the end of a page at every offset that can matter, so that no page has the whole text.
        start = 4096 - len(secret.encode())
        for offset in range(0, len(secret), 7):
            connection.execute("DELETE FROM spans")
            connection.execute(
                "INSERT INTO spans VALUES ('x', ?, NULL)", ("." * (start + offset) + secret + "." * 9000,)
            )
            connection.commit()
            require(search(database.parent, [secret]), f"the search overlooks a text in SQLite, at {start + offset}")
        connection.execute("UPDATE spans SET content = '', packed = ?", (zlib.compress(secret.encode()),))
        connection.commit()
    finally:
        connection.close()
    return len(planted) + 1
