"""Bytes to text: byte order marks, declared charsets, UTF-8, and Windows-1252 as the last resort, said aloud.
Binary data is refused with its name where the rules know it.
"""

from __future__ import annotations

import codecs
import re

from pipeline.errors import EmptyInput, UnsupportedInput
from pipeline.rulebook.reading import FormatRule, ReadingRules

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CHARSET = re.compile(
    rb"""<(?:meta[^<>]{0,200}?charset|\?xml[^<>]{0,100}?encoding)\s*=\s*["']?\s*([\w.:-]{2,40})""", re.I
)
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_BEYOND = re.compile(rb"[\x80-\xff]+")
_SAMPLE = 4096


def decode(data: bytes, name: str, reading: ReadingRules, charset: str = "") -> tuple[str, list[str]]:
    """The text of ``data`` and remarks on what had to be mended; ``charset`` is what an envelope declared.

    Raises EmptyInput for nothing but blanks, UnsupportedInput for binary data; both say what to do.

    >>> decode("naïve".encode("cp1252"), "a.txt", ReadingRules())
    ('naïve', ['not UTF-8; read as Windows-1252'])
    """
    if not data.strip():
        raise EmptyInput("the file is empty", name, "give a file with an article in it")
    refuse_formats(data, name, reading)
    text, notes = _decode(data, charset)
    controls = len(_CONTROLS.findall(text))
    if controls > len(text) // 20:
        raise UnsupportedInput("binary data, not text", name, "give .html, .txt, .md or .jsonl files")
    if controls:
        text = _CONTROLS.sub("", text)
        notes.append(f"{controls} control character{'s' if controls > 1 else ''} taken out")
    return text, notes


def decode_page(data: bytes | str) -> tuple[str, list[str]]:
    """A page's text and remarks on what had to be mended; whatever the bytes, there is text."""
    text, notes = (data, []) if isinstance(data, str) else _decode(data)
    return _CONTROLS.sub("", text), notes


def decode_line(line: bytes) -> tuple[str, list[str]]:
    """One line of a large file, and remarks on what had to be mended; whatever the bytes, there is text."""
    notes: list[str] = []
    try:
        text = line.decode("utf-8")
    except UnicodeDecodeError:
        text, notes = _decode(line)
    return _CONTROLS.sub("", text.lstrip("\ufeff")), notes


def refuse_formats(data: bytes, name: str, reading: ReadingRules) -> None:
    """Raises UnsupportedInput where the first bytes or the name belong to a format that is not read."""
    head = data[:64].hex()
    start = re.sub(r"<\?xml.{0,200}?\?>|<!--.{0,2000}?-->|<!doctype.{0,200}?>", "", peek(data), flags=re.I | re.S)
    start = start.lstrip("\ufeff \t\r\n").lower()
    for rule in reading.format:
        if any(head.startswith(mark) for mark in rule.hex) or any(start.startswith(s.lower()) for s in rule.starts):
            raise _refusal(rule, name)
    for rule in reading.format:
        if any(name.lower().endswith(suffix) for suffix in rule.suffixes):
            raise _refusal(rule, name)


def _refusal(rule: FormatRule, name: str) -> UnsupportedInput:
    return UnsupportedInput(rule.reason, name, rule.remedy)


def peek(data: bytes, size: int = _SAMPLE) -> str:
    """The beginning of the data as text, good enough to recognise tags in."""
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return data[len(bom) : size].decode(encoding, "replace")
    start = data[:size]
    if start.count(0) > len(start) // 4:
        return start.decode(_wide(start), "replace")
    return start.decode("utf-8", "replace")


def _wide(sample: bytes) -> str:
    """Which UTF-16 a text without byte order mark is in, by where its null bytes stand."""
    return "utf-16-le" if sample[1::2].count(0) > sample[0::2].count(0) else "utf-16-be"


def _decode(data: bytes, charset: str = "") -> tuple[str, list[str]]:
    """Decoded by byte order mark, UTF-8, the charset declared outside or inside, or Windows-1252."""
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            text = data[len(bom) :].decode(encoding, "replace")
            return text, ["broken characters replaced"] if "\ufffd" in text else []
    sample = data[:_SAMPLE]
    if sample.count(0) > len(sample) // 4:
        encoding = _wide(sample)
        return data.decode(encoding, "replace"), [f"no byte order mark; read as {encoding.upper()}"]
    try:
        return data.decode("utf-8"), []
    except UnicodeDecodeError:
        pass
    inside = _CHARSET.search(data[: 2 * _SAMPLE])
    for label in (charset.lower(), inside[1].decode("ascii", "replace").lower() if inside else ""):
        try:
            encoding = "cp1252" if label in ("iso-8859-1", "latin-1", "latin1", "us-ascii") else label
            if label:
                return data.decode(encoding), []
        except (LookupError, UnicodeDecodeError, ValueError):
            pass
    mended = data.decode("utf-8", "replace")
    if mended.count("\ufffd") * 200 < len(mended) and _mostly_utf8(data):
        return mended, ["broken UTF-8 characters replaced"]
    if _all_pairs(data):
        return data.decode("gb18030"), ["not UTF-8; read as GB 18030"]
    return data.decode("cp1252", "replace"), ["not UTF-8; read as Windows-1252"]


def _all_pairs(data: bytes) -> bool:
    """Whether bytes beyond ASCII come in long runs of pairs only, as in Chinese and never in Western text."""
    runs = _BEYOND.findall(data)
    if not runs or any(len(run) % 2 for run in runs) or sum(map(len, runs)) < 4 * len(runs):
        return False
    try:
        return bool(data.decode("gb18030"))
    except UnicodeDecodeError:
        return False


def _mostly_utf8(data: bytes) -> bool:
    """Whether most bytes beyond ASCII form good UTF-8 sequences."""
    beyond = sum(byte > 127 for byte in data)
    good = sum(len(c.encode()) for c in data.decode("utf-8", "ignore") if ord(c) > 127)
    return good * 2 > beyond
