"""Designators in an article's words that are a chip's with two neighbours swapped: "9080X3D" where all else is 9800X3D.
Part of the name suspicion; it looks at words, since the extractor may have read the right name into the slip.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache

from pipeline.fuse.material import Material
from pipeline.fuse.passages import paragraphs
from pipeline.fuse.source import Source, Swap
from pipeline.fuse.suspect.flagging import many
from pipeline.model import Article, Flag, LightClaim, Severity

_TOKEN = re.compile(r"(?<![\w.-])(?=\w*[A-Za-z])[A-Za-z]{0,6}\d[\dA-Za-z]{2,11}(?![\w.-])")


def misspelt(material: Material, least: int) -> Iterator[Flag]:
    """Words one swap away from a designator of the article's own subjects, which nothing else bears."""
    sources = [source for source in material.sources if source.finds.swaps]
    known = _known(material) if sources else frozenset()
    for source in sources:
        yield from _slips(source, _bearers((claim.subject for claim in source.claims), least), known)


def swapped_words(article: Article, subjects: Iterable[str], least: int) -> Iterator[Swap]:
    """Words of an article that are swaps of its subjects' designators and stand there less often than those."""
    swapped = _twins(_bearers(subjects, least))
    if not swapped:
        return
    counts = Counter(match[0].casefold() for match in _TOKEN.finditer(article.text))
    if not counts.keys() & swapped.keys():
        return
    for span in paragraphs(article):
        for match in _TOKEN.finditer(article.text, span.start, span.end):
            odd = match[0].casefold()
            for right in swapped.get(odd, ()):
                if counts[odd] < counts[right]:
                    yield Swap(match.start(), match.end(), right, counts[odd], counts[right])


def _bearers(subjects: Iterable[str], least: int) -> dict[str, str]:
    """Designator → the first of these subjects that bears it."""
    bearers: dict[str, str] = {}
    for subject in dict.fromkeys(subjects):
        for token in _designators(subject, least):
            bearers.setdefault(token, subject)
    return bearers


@lru_cache(maxsize=20_000)
def _designators(subject: str, least: int) -> tuple[str, ...]:
    """The designators in a name that have so many digits."""
    return tuple(t.casefold() for t in _TOKEN.findall(subject) if sum(c.isdigit() for c in t) >= least)


def _twins(designators: Iterable[str]) -> dict[str, list[str]]:
    """What a swap makes of a designator → the designators that it makes it of, the last one first."""
    twins: dict[str, list[str]] = {}
    for token in designators:
        for twin in _swaps(token):
            twins.setdefault(twin, []).insert(0, token)
    return twins


def _known(material: Material) -> frozenset[str]:
    """Every designator that somebody bears."""
    names = {claim.subject for source in material.sources for claim in source.claims}
    for record in material.rulebook.names:
        names.update((record.name, *record.aliases, *record.ambiguous))
    return frozenset(token.casefold() for name in names for token in _TOKEN.findall(name))


def _slips(source: Source, subjects: dict[str, str], known: frozenset[str]) -> Iterator[Flag]:
    twins = _twins(subjects)
    for found in source.finds.swaps:
        word = source.quote(found.start, found.end)
        if word.casefold() in known or twins.get(word.casefold(), [""])[0] != found.right:
            continue
        subject = subjects[found.right]
        claim = _claim_at(source.claims, found.start)
        yield Flag(
            kind="name_slip",
            severity=Severity.WARNING,
            article=source.name,
            subject=subject,
            attribute=claim.attribute if claim else "",
            stated=word,
            suggested=subject,
            explanation=f"“{word}” is nothing's name and two swapped characters away from {subject}.",
            evidence=f"{subject} is named {many(found.right_count, 'time')} in the article",
            start=found.start,
            end=found.end,
            rule="swapped",
        )


def _swaps(token: str) -> Iterator[str]:
    """The token with each two different neighbours swapped."""
    for at in range(len(token) - 1):
        if token[at] != token[at + 1]:
            yield f"{token[:at]}{token[at + 1]}{token[at]}{token[at + 2 :]}"


def _claim_at(claims: Iterable[LightClaim], at: int) -> LightClaim | None:
    return next((claim for claim in claims if claim.start <= at < claim.end), None)
