"""Designators in an article's words that are a chip's with two neighbours swapped: "9080X3D" where all else is 9800X3D.
Part of the name suspicion; it looks at words, since the extractor may have read the right name into the slip.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from pipeline.fuse.material import Material
from pipeline.fuse.passages import paragraphs
from pipeline.model import Claim, Flag, Reading, Severity

_TOKEN = re.compile(r"(?<![\w.-])(?=\w*[A-Za-z])[A-Za-z]{0,6}\d[\dA-Za-z]{2,11}(?![\w.-])")


def misspelt(material: Material, least: int) -> Iterator[Flag]:
    """Words one swap away from a designator of the article's own subjects, which nothing else bears."""
    known = _known(material)
    for reading in material.readings:
        subjects: dict[str, str] = {}
        for subject in dict.fromkeys(claim.subject for claim in reading.claims):
            for token in _TOKEN.findall(subject):
                if sum(c.isdigit() for c in token) >= least:
                    subjects.setdefault(token.casefold(), subject)
        if subjects:
            yield from _slips(reading, subjects, known)


def _known(material: Material) -> frozenset[str]:
    """Every designator that somebody bears."""
    names = {claim.subject for reading in material.readings for claim in reading.claims}
    for record in material.rulebook.names:
        names.update((record.name, *record.aliases, *record.ambiguous))
    return frozenset(token.casefold() for name in names for token in _TOKEN.findall(name))


def _slips(reading: Reading, subjects: dict[str, str], known: frozenset[str]) -> Iterator[Flag]:
    swapped = {twin: token for token in subjects for twin in _swaps(token)}
    article = reading.article
    counts = Counter(match[0].casefold() for match in _TOKEN.finditer(article.text))
    for span in paragraphs(article):
        for match in _TOKEN.finditer(article.text, span.start, span.end):
            odd = match[0].casefold()
            right = swapped.get(odd)
            if right is None or odd in known or counts[odd] >= counts[right]:
                continue
            claim = _claim_at(reading.claims, match.start())
            yield Flag(
                kind="name_slip",
                severity=Severity.WARNING,
                article=article.name,
                subject=subjects[right],
                attribute=claim.attribute if claim else "",
                stated=match[0],
                suggested=subjects[right],
                explanation=f"“{match[0]}” is nothing's name and two swapped characters away from {subjects[right]}.",
                evidence=f"{subjects[right]} is named {counts[right]} time(s) in the article",
                start=match.start(),
                end=match.end(),
                rule="swapped",
            )


def _swaps(token: str) -> Iterator[str]:
    """The token with each two different neighbours swapped."""
    for at in range(len(token) - 1):
        if token[at] != token[at + 1]:
            yield f"{token[:at]}{token[at + 1]}{token[at]}{token[at + 2 :]}"


def _claim_at(claims: Iterable[Claim], at: int) -> Claim | None:
    return next((claim for claim in claims if claim.start <= at < claim.end), None)
