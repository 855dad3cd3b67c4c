"""Why a claim was missed or wrong: which part differs from the nearest thing on the other side, and in which sentence.
An error that has two sides (the right number on the wrong chip) is told once as a miss and once as a wrong claim.
"""

from __future__ import annotations

from typing import NamedTuple

from pipeline.evaluate.corpus import GoldClaim
from pipeline.evaluate.matching import Match, Matcher, group
from pipeline.export.wording import passage, value_text
from pipeline.model import Article, BlockKind, Claim, Frozen

SILENT = frozenset({BlockKind.FURNITURE, BlockKind.CODE, BlockKind.FOREIGN})
"""Blocks that must give no claim."""

CONTEXT = 110
"""Characters shown on either side of the words."""

ORDER = ("value", "attribute", "subject", "baseline", "subject and attribute")
"""What may differ, the slightest difference first: the nearest neighbour is the one that differs least."""


class Error(Frozen):
    """One missed or wrong claim, or one found in its core only (``side`` "core").

    ``cause`` is what differs: ``subject``, ``attribute``, ``value``, ``baseline``, ``subject and attribute``,
    ``bounds``, ``date``, ``modality``; or ``not found``, ``not read`` (the words are not in the extracted text),
    ``extra``, ``furniture``. ``other`` is what the other side says instead.
    """

    side: str
    cause: str
    article: str
    subject: str
    attribute: str
    value: str
    other: str = ""
    before: str = ""
    quote: str = ""
    after: str = ""
    rules: tuple[str, ...] = ()


class _Span(NamedTuple):
    start: int
    end: int

    def meets(self, other: _Span) -> bool:
        return self.start < other.end and other.start < self.end


def causes(
    gold: list[GoldClaim],
    pairs: list[tuple[GoldClaim, Claim, Match]],
    missed: list[GoldClaim],
    spare: list[Claim],
    matcher: Matcher,
    article: Article | None,
) -> list[Error]:
    """Every error of one article: misses, then wrong claims, then claims right in their core only."""
    text = article.text if article else ""
    found = [*spare, *(claim for _, claim, _ in pairs)]
    errors = [_missed(line, found, matcher, text) for line in missed]
    errors += [_wrong(claim, [*missed, *gold], matcher, article) for claim in spare]
    return errors + [_core(line, claim, matcher, text) for line, claim, match in pairs if match is Match.CORE]


def _missed(line: GoldClaim, found: list[Claim], matcher: Matcher, text: str) -> Error:
    span = _place(line, text)
    near = [(cause, claim) for claim in found if (cause := _difference(line, claim, matcher, span))]
    if near:
        cause, claim = min(near, key=lambda item: ORDER.index(item[0]))
        return _gold_error("missed", cause, line, text, other=_said(claim))
    return _gold_error("missed", "not read" if text and span is None else "not found", line, text)


def _wrong(claim: Claim, gold: list[GoldClaim], matcher: Matcher, article: Article | None) -> Error:
    text = article.text if article else ""
    near = [(cause, line) for line in gold if (cause := _difference(line, claim, matcher, _place(line, text)))]
    if article and any(
        block.kind in SILENT and block.start <= claim.value_start < block.end for block in article.blocks
    ):
        return _found_error("furniture", claim, text)
    if near:
        cause, line = min(near, key=lambda item: ORDER.index(item[0]))
        return _found_error(cause, claim, text, other=f"{line.subject} · {line.attribute} · {value_text(line.value)}")
    return _found_error("extra", claim, text)


def _core(line: GoldClaim, claim: Claim, matcher: Matcher, text: str) -> Error:
    if matcher.values(line.value, claim.value) is Match.FULL:
        other = f"{claim.modality.value}, gold says {line.modality.value}"
        return _gold_error("core", "modality", line, text, other=other, rules=claim.rules)
    cause = "bounds" if "low" in type(line.value).model_fields else "date"
    both = "" if group(line.modality) == group(claim.modality) else ", and the modality differs"
    return _gold_error("core", cause, line, text, other=f"{value_text(claim.value)}{both}", rules=claim.rules)


def _difference(line: GoldClaim, claim: Claim, matcher: Matcher, place: _Span | None) -> str:
    """What one part differs in, or "" where two claims have too little in common to be about the same words."""
    near = place is None or place.meets(_Span(claim.start, claim.end))
    subject, attribute = matcher.subject(line, claim), matcher.attribute(line, claim)
    value = matcher.values(line.value, claim.value) is not Match.NONE
    if subject and attribute:
        if value:
            return "" if matcher.comparison(line, claim.qualifiers) else "baseline"
        return "value" if place is not None and near else ""
    if value and attribute and near:
        return "subject"
    if value and subject and near:
        return "attribute"
    return "subject and attribute" if value and place is not None and near else ""


def _place(line: GoldClaim, text: str) -> _Span | None:
    start = text.find(line.quote)
    return _Span(start, start + len(line.quote)) if start >= 0 else None


def _said(claim: Claim) -> str:
    baseline = claim.qualifiers.get("baseline", "")
    against = f" (against {baseline})" if baseline else ""
    return f"{claim.subject} · {claim.attribute} · {value_text(claim.value)}{against}"


def _gold_error(
    side: str, cause: str, line: GoldClaim, text: str, other: str = "", rules: tuple[str, ...] = ()
) -> Error:
    span = _place(line, text)
    before, quote, after = passage(text, *span, CONTEXT) if span else ("", line.quote, "")
    baseline = line.qualifiers.get("baseline", "")
    value = value_text(line.value) + (f" (against {baseline})" if baseline else "")
    return Error(
        side=side,
        cause=cause,
        article=line.article,
        subject=line.subject,
        attribute=line.attribute,
        value=value,
        other=other,
        before=before,
        quote=quote,
        after=after,
        rules=rules,
    )


def _found_error(cause: str, claim: Claim, text: str, other: str = "") -> Error:
    before, quote, after = passage(text, claim.start, claim.end, CONTEXT) if text else ("", claim.quote, "")
    baseline = claim.qualifiers.get("baseline", "")
    return Error(
        side="wrong",
        cause=cause,
        article=claim.article,
        subject=claim.subject,
        attribute=claim.attribute,
        value=value_text(claim.value) + (f" (against {baseline})" if baseline else ""),
        other=other,
        before=before,
        quote=quote,
        after=after,
        rules=claim.rules,
    )
