"""A batch of any size that looks like news: the claims of real articles in new words, of other subjects, partly wrong.
The same seed gives the same batch; article number n does not depend on how many there are.
"""

from __future__ import annotations

import datetime as dt
import itertools
import random
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from pipeline.model import (
    Article,
    Block,
    BlockKind,
    Claim,
    DateMention,
    DateValue,
    Normalized,
    NumberValue,
    Reading,
    Value,
)
from pipeline.rulebook import Rulebook

PARAGRAPHS = (4, 11)
OUTLETS, AUTHORS = 3_000, 12_000
COPY, CUT, QUOTED, WRONG, REWORDED = 0.08, 0.03, 0.08, 0.06, 0.85
TYPES = {"chip", "system", "device", "model", "company"}
_WORD = re.compile(r"(?<![\w-])[a-z]{4,}(?![\w-])")
_DIGIT = re.compile(r"\d")


class Template(NamedTuple):
    """A paragraph of a real article with its claims and dates, offsets counted from its start."""

    kind: BlockKind
    text: str
    claims: tuple[Claim, ...]
    dates: tuple[DateMention, ...]


class Figure(NamedTuple):
    """A value as some article writes it."""

    words: str
    value: Value
    normalized: Normalized | None


class Synthesizer:
    """Writes articles out of the paragraphs of ``readings``, about subjects of the rulebook."""

    def __init__(
        self, readings: Sequence[Reading], rulebook: Rulebook, seed: int = 1, names: int | None = None
    ) -> None:
        """``names`` is the number of subjects, by default all that the rulebook has."""
        self._seed = seed
        self._templates = [t for reading in readings for t in _templates(reading) if len(t.text) > 40]
        self._words = sorted({word for t in self._templates for word in _WORD.findall(t.text)})
        self._names = [(name.name, name.type) for name in rulebook.names if name.type in TYPES]
        random.Random(seed).shuffle(self._names)
        self._names = self._names[:names]
        self._cumulated = list(itertools.accumulate(1 / (rank + 20) for rank in range(len(self._names))))
        self._figures: dict[tuple[str, str], list[Figure]] = defaultdict(list)
        for template in self._templates:
            for claim in template.claims:
                words = template.text[claim.value_start : claim.value_end]
                if not isinstance(claim.value, DateValue):
                    self._figures[_kind(claim)].append(Figure(words, claim.value, claim.normalized))

    def readings(self, claims: int) -> Iterator[Reading]:
        """Readings until there are that many claims."""
        at = made = 0
        while made < claims:
            reading = self.reading(at)
            yield reading
            made += len(reading.claims)
            at += 1

    def reading(self, at: int) -> Reading:
        """Article number ``at``: its own, or a copy of an earlier one, whole or cut."""
        chance = self._chance(at)
        fate = chance.random()
        if at and fate < COPY + CUT:
            text, blocks, claims, dates = self._parts(chance.randrange(max(0, at - 2_000), at))
            if fate < CUT:
                blocks = blocks[: max(2, len(blocks) * 2 // 3)]
                text = text[: blocks[-1].end]
                claims = [claim for claim in claims if claim.end <= len(text)]
                dates = [date for date in dates if date.end <= len(text)]
        else:
            text, blocks, claims, dates = self._parts(at)
        day = dt.date(2023, 1, 1) + dt.timedelta(days=chance.randrange(1_200))
        name = f"https://outlet{chance.randrange(OUTLETS)}.example/news/{at}"
        return Reading(
            article=Article(
                name=name,
                url=name,
                text=text,
                blocks=tuple(blocks),
                title=text[: blocks[0].end],
                title_from="meta",
                publisher=f"Outlet {chance.randrange(OUTLETS)}",
                publisher_from="meta",
                author=f"Writer {_letters(chance.randrange(AUTHORS))}" if chance.random() < 0.3 else "",
                published=DateValue(date_start=day, date_end=day) if chance.random() < 0.9 else None,
                published_from="meta",
                language="en",
            ),
            claims=tuple(
                claim.model_copy(update={"article": name, "id": f"c{at:06x}{number:06x}"})
                for number, claim in enumerate(sorted(claims, key=lambda c: c.start))
            ),
            dates=tuple(dates),
        )

    def _chance(self, at: int) -> random.Random:
        return random.Random(f"{self._seed} {at}")

    def _parts(self, at: int) -> tuple[str, list[Block], list[Claim], list[DateMention]]:
        """The text of an article of its own; one paragraph may stand in an earlier article too."""
        chance = random.Random(f"{self._seed} text {at}")
        subjects = [self._subject(chance) for _ in range(3)]
        paragraphs = [(chance.choice(self._templates), chance.random()) for _ in range(chance.randint(*PARAGRAPHS))]
        text, blocks, claims, dates = f"News number {_letters(at)} of the day\n\n", [], [], []
        blocks.append(Block(kind=BlockKind.TITLE, start=0, end=len(text) - 2))
        for number, (template, fate) in enumerate(paragraphs):
            source, about = chance, subjects
            if fate < QUOTED / len(paragraphs):
                source = random.Random(f"{self._seed} quoted {at // 50}")
                about = [self._subject(source) for _ in range(3)]
                template = source.choice(self._templates)
            written = self._rewritten(template, about, source)
            start = len(text)
            text += written.text + "\n\n"
            blocks.append(Block(kind=BlockKind.PARAGRAPH, start=start, end=start + len(written.text)))
            claims += [_moved(claim, start, f"{at:x}-{number}") for claim in written.claims]
            dates += [
                date.model_copy(update={"start": date.start + start, "end": date.end + start}) for date in written.dates
            ]
        return text, blocks, claims, dates

    def _subject(self, chance: random.Random) -> tuple[str, str]:
        """A name and its type: few are in every mouth, most are rare."""
        return chance.choices(self._names, cum_weights=self._cumulated)[0]

    def _rewritten(self, template: Template, about: Sequence[tuple[str, str]], chance: random.Random) -> Template:
        """The paragraph about other subjects, with their values, in other words."""
        names = dict(zip(dict.fromkeys(c.subject for c in template.claims), itertools.cycle(about), strict=False))
        edits: dict[tuple[int, int], str] = {}
        fixed = bytearray(len(template.text))
        figures: dict[int, Figure] = {}
        for number, claim in enumerate(template.claims):
            span = (claim.value_start, claim.value_end)
            free = not any(fixed[slice(*span)])
            fixed[slice(*span)] = b"\1" * (span[1] - span[0])
            if free and not isinstance(claim.value, DateValue):
                figures[number] = self._figure(claim, names[claim.subject][0], chance)
                edits[span] = figures[number].words
        for date in template.dates:
            fixed[date.start : date.end] = b"\1" * (date.end - date.start)
        for match in _WORD.finditer(template.text):
            if chance.random() < REWORDED and not any(fixed[match.start() : match.end()]):
                edits[match.span()] = chance.choice(self._words)
        text, move = _edited(template.text, edits)
        claims = []
        for number, claim in enumerate(template.claims):
            start, end = move(claim.start), move(claim.end)
            changes: dict[str, object] = {
                "subject": names[claim.subject][0],
                "subject_type": names[claim.subject][1],
                "start": start,
                "end": end,
                "value_start": move(claim.value_start),
                "value_end": move(claim.value_end),
                "quote": text[start:end],
            }
            if number in figures:
                changes |= {"value": figures[number].value, "normalized": figures[number].normalized}
            claims.append(claim.model_copy(update=changes))
        dates = [d.model_copy(update={"start": move(d.start), "end": move(d.end)}) for d in template.dates]
        return Template(template.kind, text, tuple(claims), tuple(dates))

    def _figure(self, claim: Claim, subject: str, chance: random.Random) -> Figure:
        """The subject's own value of this attribute, now and then another's or one with a slip."""
        known = self._figures[_kind(claim)]
        right = known[hash_of(f"{subject} {claim.attribute} {sorted(claim.qualifiers.items())}") % len(known)]
        if chance.random() >= WRONG:
            return right
        other = chance.choice(known)
        return other if chance.random() < 0.5 else _slipped(right, chance)


def hash_of(text: str) -> int:
    """A number that is the same in every run."""
    return random.Random(text).getrandbits(32)


def _templates(reading: Reading) -> Iterator[Template]:
    article = reading.article
    for block in article.blocks:
        if block.kind not in {BlockKind.PARAGRAPH, BlockKind.ITEM}:
            continue
        inside = [c for c in reading.claims if block.start <= min(c.start, c.value_start) and c.end <= block.end]
        dates = [d for d in reading.dates if block.start <= d.start and d.end <= block.end]
        yield Template(
            block.kind,
            article.text[block.start : block.end],
            tuple(_moved(claim, -block.start, claim.id) for claim in inside),
            tuple(d.model_copy(update={"start": d.start - block.start, "end": d.end - block.start}) for d in dates),
        )


def _moved(claim: Claim, by: int, ident: str) -> Claim:
    fields = ("start", "end", "value_start", "value_end")
    return claim.model_copy(update={"id": ident} | {field: getattr(claim, field) + by for field in fields})


def _kind(claim: Claim) -> tuple[str, str]:
    return (claim.attribute, claim.value.unit if isinstance(claim.value, NumberValue) else "")


def _slipped(figure: Figure, chance: random.Random) -> Figure:
    """A value with a digit changed or a power of ten off."""
    value = figure.value
    if not isinstance(value, NumberValue) or value.low != value.high or not value.low:
        return figure
    spots = [match.start() for match in _DIGIT.finditer(figure.words)]
    at, digit = (chance.choice(spots), str(chance.randrange(1, 10))) if spots else (0, "")
    wrong = figure.words[:at] + digit + figure.words[at + 1 :] if digit else figure.words
    try:
        old = float(figure.words.split()[0].replace(",", ""))
        factor = float(wrong.split()[0].replace(",", "")) / old
    except (ValueError, ZeroDivisionError, IndexError):
        return figure
    number = float(f"{value.low * factor:.10g}")
    normal = figure.normalized
    if normal is not None and normal.low is not None:
        scaled = float(f"{normal.low * factor:.10g}")
        normal = Normalized(low=scaled, high=scaled, unit=normal.unit)
    return Figure(wrong, NumberValue(low=number, high=number, unit=value.unit, approx=value.approx), normal)


def _edited(text: str, edits: dict[tuple[int, int], str]) -> tuple[str, Callable[[int], int]]:
    """The text with its edits, and where each offset has gone; one inside an edit goes to its start."""
    parts, at, moved = [], 0, 0
    marks: list[tuple[int, int, int]] = []
    for (start, end), new in sorted(edits.items()):
        parts += [text[at:start], new]
        marks.append((start, end, moved))
        moved += len(new) - (end - start)
        at = end
    marks.append((len(text) + 1, len(text) + 1, moved))

    def move(offset: int) -> int:
        start, _, shift = next(mark for mark in marks if offset < mark[1])
        return min(offset, start) + shift

    return "".join((*parts, text[at:])), move


def _letters(number: int) -> str:
    """A number as a word of letters."""
    letters = ""
    while True:
        number, rest = divmod(number, 26)
        letters = chr(97 + rest) + letters
        if not number:
            return letters.capitalize()
