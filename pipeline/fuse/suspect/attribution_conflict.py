"""One sentence, two sources credited: "analysts at A point out …" here, "analysts at B point out …" there.

*Evidence*: two sentences that share most of their word runs and differ in the source they credit, in one article or in
two that copy each other.
*False friends*: short formulas ("A reports that …") are not enough words; two names of one source are one; a sentence
that credits nobody is no rival of one that does.
*Severity*: warning, on the second sentence; a claim in it is not doubted for its value.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from pipeline.fuse.marked import Marked
from pipeline.fuse.material import Material
from pipeline.fuse.passages import containment, pieces, sentences, words
from pipeline.fuse.source import Credited
from pipeline.model import Article, Flag, LightClaim, Severity
from pipeline.rulebook.suspects import Credit, CreditRule

_NAME = (
    r"(?:the )?(?P<source>(?:[A-Z][\w&.'’+-]*[\w+]|[A-Z]{2,}|[A-Z])"
    r"(?:\s(?:of\s|the\s)?(?:[A-Z][\w&.'’+-]*[\w+]|[A-Z])){0,3})"
)
_HOLDERS = 16


class Seen(NamedTuple):
    """A sentence that credits a source: its article, the source in one spelling, its pieces."""

    at: int
    told: Credited
    key: str
    found: frozenset[int]


def patterns(rules: Iterable[CreditRule]) -> list[tuple[str, re.Pattern[str]]]:
    """The phrases as patterns; only the phrase's first letter may change its case, names keep theirs."""
    return [(rule.id, re.compile(_either_case(rule.pattern).replace("{source}", _NAME))) for rule in rules]


def find(material: Material, suspected: Marked) -> Iterable[Flag]:  # noqa: ARG001
    """Sentences whose source is in doubt because the same sentence credits another elsewhere."""
    least = material.rulebook.suspects.credit.containment
    holders: dict[int, list[int]] = {}
    seen: list[Seen] = []
    for at, source in enumerate(material.sources):
        for told in source.finds.credited:
            credited = Seen(at, told, material.names.key(told.source), frozenset(told.pieces))
            rival = _rival(credited, seen, holders, least)
            if rival is not None:
                yield _flag(material, credited, rival)
            for piece in credited.found:
                held = holders.setdefault(piece, [])
                if len(held) < _HOLDERS:
                    held.append(len(seen))
            seen.append(credited)


def credited_sentences(article: Article, rules: Credit, size: int) -> Iterator[Credited]:
    """The sentences of an article that credit somebody, with their runs of ``size`` words."""
    phrases = patterns(rules.phrase)
    for span in sentences(article):
        text = article.quote(span.start, span.end)
        for rule, phrase in phrases:
            match = phrase.search(text)
            if match:
                if len(words(text)) >= rules.words:
                    found = tuple(sorted(pieces(text, size)))
                    yield Credited(span.start, span.end, match["source"], rule, found)
                break


def _rival(credited: Seen, seen: list[Seen], holders: dict[int, list[int]], least: float) -> Seen | None:
    """The first earlier sentence that is nearly the same and credits another."""
    shared: set[int] = set()
    for piece in credited.found:
        shared.update(holders.get(piece, ()))
    for at in sorted(shared):
        other = seen[at]
        if other.key != credited.key and containment(credited.found, other.found) >= least:
            return other
    return None


def _flag(material: Material, credited: Seen, rival: Seen) -> Flag:
    article, other = material.article(credited.at), material.article(rival.at)
    claim = _claim_in(material, credited) or _claim_in(material, rival)
    sources = (rival.told.source, credited.told.source)
    where = "the same article" if rival.at == credited.at else other.name
    text = " ".join(other.quote(rival.told.start, rival.told.end).split())
    return Flag(
        kind="attribution_conflict",
        severity=Severity.WARNING,
        article=article.name,
        subject=claim.subject if claim else "",
        attribute=claim.attribute if claim else "",
        stated=credited.told.source,
        suggested=" or ".join(sources),
        explanation=f"The same sentence is credited to {sources[0]} in {where}, and to {sources[1]} here.",
        evidence=f"{other.name} at {rival.told.start}: {text[:160]}",
        start=credited.told.start,
        end=credited.told.end,
        rule=credited.told.rule,
    )


def _claim_in(material: Material, credited: Seen) -> LightClaim | None:
    """The first claim of a sentence."""
    span = credited.told
    claims = material.sources[credited.at].claims
    return next((claim for claim in claims if span.start <= claim.value_start < span.end), None)


def _either_case(pattern: str) -> str:
    """A pattern whose first letter matches in both cases."""
    first = pattern[0]
    return f"[{first.lower()}{first.upper()}]{pattern[1:]}" if first.isalpha() else _in_group(pattern)


def _in_group(pattern: str) -> str:
    """The same for a pattern that opens with a group of alternatives: each may open a sentence."""
    if not pattern.startswith("(?:"):
        return pattern
    close = pattern.index(")")
    options = [f"[{o[0].lower()}{o[0].upper()}]{o[1:]}" if o[:1].isalpha() else o for o in pattern[3:close].split("|")]
    return f"(?:{'|'.join(options)}){pattern[close + 1 :]}"
