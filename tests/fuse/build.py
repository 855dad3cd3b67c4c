"""Readings made by hand, so that no test here depends on the extractor.

A claim is written as its words in the text with the value marked, and the text is what the claims say plus a filler
that is the article's own: two articles share no run of words unless a test wants them to.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import itertools
from typing import Any

from pipeline.model import (
    Article,
    Block,
    BlockKind,
    Cell,
    Claim,
    DateMention,
    DateValue,
    Modality,
    Reading,
    Table,
    value_from_json,
)

WORDS = "amber birch cedar delta ember frost grove heath inlet jetty knoll larch marsh north ocean pearl quartz ridge"


def filler(name: str, count: int = 60) -> str:
    """Words that only the article of this name has in this order."""
    choices = WORDS.split()
    digest = hashlib.sha256(name.encode()).digest()
    numbers = itertools.islice(itertools.cycle(digest), count)
    return " ".join(f"{choices[number % len(choices)]}{index}{name[:1]}" for index, number in enumerate(numbers)) + "."


def day(text: str) -> DateValue:
    """A date as an interval: "2026-05-20", "2026-05" or "2026"."""
    parts = [int(part) for part in text.split("-")]
    if len(parts) == 3:
        first = last = dt.date(*parts)
    elif len(parts) == 2:
        first = dt.date(parts[0], parts[1], 1)
        last = dt.date(parts[0] + parts[1] // 12, parts[1] % 12 + 1, 1) - dt.timedelta(days=1)
    else:
        first, last = dt.date(parts[0], 1, 1), dt.date(parts[0], 12, 31)
    return DateValue(date_start=first, date_end=last)


def value(given: Any) -> dict[str, Any]:
    """A value in GOLD.md's form from a short one.

    ``"144 GB"``, ``"> 400"``, ``"< 35 hour"``, ``"~ 53000000000 USD"``, ``"3 - 5 GB"``, ``"2027-07 to 2027-09"``,
    ``"=HBM3"`` for a text, ``"@2027"`` for a date.
    """
    if isinstance(given, dict):
        return given
    if isinstance(given, (int, float)):
        return {"low": given, "high": given, "unit": ""}
    if given.startswith("="):
        return {"text": given[1:]}
    if given.startswith("@"):
        first, _, last = given[1:].partition(" to ")
        start, end = day(first), day(last or first)
        return {"date_start": start.date_start, "date_end": end.date_end}
    approx = given.startswith("~")
    given = given.lstrip("~ ")
    bound = given[0] if given[0] in "<>" else ""
    parts = given.lstrip("<> ").split()
    if len(parts) >= 3 and parts[1] == "-":
        low, high, unit = float(parts[0]), float(parts[2]), " ".join(parts[3:])
    else:
        low = high = float(parts[0])
        unit = " ".join(parts[1:])
    return {
        "low": None if bound == "<" else low,
        "high": None if bound == ">" else high,
        "unit": unit,
        "approx": approx,
    }


class Draft:
    """An article under construction; claims are added in order of place."""

    def __init__(self, name: str, *, published: str = "", words: str | None = None, **fields: Any) -> None:
        self.name = name
        self.published = published
        self.parts: list[str] = []
        self.claims: list[dict[str, Any]] = []
        self.dates: list[tuple[str, str, str]] = []
        self.fields = fields
        self.words = filler(name) if words is None else words

    def claim(self, subject: str, attribute: str, given: Any, text: str = "", **fields: Any) -> Draft:
        """Adds a claim; ``text`` is its sentence with the value's words in brackets."""
        shown = given if isinstance(given, str) else str(given)
        sentence = text or f"The {subject} of {self.name} has [{shown.lstrip('=@')}] as {attribute}."
        self.claims.append(
            {"subject": subject, "attribute": attribute, "value": value(given), "text": sentence} | fields
        )
        return self

    def say(self, text: str, dates: dict[str, str] | None = None) -> Draft:
        """Adds a sentence without a claim; ``dates`` are its date expressions and what they mean."""
        self.claims.append({"plain": text, "dates": dates or {}})
        return self

    def reading(self) -> Reading:
        """The finished reading; every quote and date stands where its offsets say."""
        text, claims, mentions = "", [], []
        for number, given in enumerate(self.claims):
            start = len(text)
            if "plain" in given:
                text += given["plain"] + "\n"
                for words, meaning in given["dates"].items():
                    at = text.index(words, start)
                    first, _, granularity = meaning.partition(" ")
                    mentions.append(
                        DateMention(start=at, end=at + len(words), value=day(first), granularity=granularity or "month")
                    )
                continue
            before, _, rest = given["text"].partition("[")
            inside, _, after = rest.partition("]")
            sentence = before + inside + after
            text += sentence + "\n"
            fields = {key: held for key, held in given.items() if key not in {"text", "value"}}
            claims.append(
                Claim(
                    id=f"{self.name}-{number}",
                    article=self.name,
                    subject_type=fields.pop("subject_type", "chip"),
                    value=value_from_json(given["value"]),
                    modality=Modality(fields.pop("modality", "asserted")),
                    quote=sentence,
                    start=start,
                    end=start + len(sentence),
                    value_start=start + len(before),
                    value_end=start + len(before) + len(inside),
                    **fields,
                )
            )
        text += self.words
        blocks, at = [], 0
        for line in text.splitlines(keepends=True):
            if line.strip():
                blocks.append(Block(kind=BlockKind.PARAGRAPH, start=at, end=at + len(line.rstrip("\n"))))
            at += len(line)
        published = day(self.published) if self.published else None
        article = Article(name=self.name, text=text, blocks=tuple(blocks), published=published, **self.fields)
        for claim in claims:
            assert article.quote(claim.start, claim.end) == claim.quote
        return Reading(article=article, claims=tuple(claims), dates=tuple(mentions))


def cell(table: Table, subject: str, attribute: str, **condition: str) -> Cell:
    """The one cell of that subject, attribute and condition."""
    found = [
        cell
        for cell in table.cells
        if (cell.subject, cell.attribute, cell.condition) == (subject, attribute, dict(condition))
    ]
    assert len(found) == 1, [(c.subject, c.attribute, c.condition) for c in table.cells]
    return found[0]


def kinds(table: Table) -> list[tuple[str, str, str]]:
    """(kind, article, claim or stated words) of every flag."""
    return [(flag.kind, flag.article, flag.claim or flag.stated) for flag in table.flags]
