"""Turns drafts into claims: one per subject, with its quote, its value in the attribute's own unit, and an id.
The same claim said twice in one article is kept once, with the fuller words; what an article measured itself stands
beside what it credits, for the two are two voices.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from json.encoder import encode_basestring_ascii as _quoted

from pipeline.errors import UnitError
from pipeline.extract.draft import Draft
from pipeline.extract.text.plain import PlainView
from pipeline.extract.text.scene import REFERRING, Mention
from pipeline.model import Article, Claim, Modality, Normalized, NumberValue
from pipeline.rulebook import Rulebook
from pipeline.rulebook.cues import words_of
from pipeline.units import UnitSystem


class Assembler:
    """Makes claims of drafts."""

    def __init__(self, rulebook: Rulebook, units: UnitSystem) -> None:
        self._rulebook = rulebook
        self._units = units
        self._weights = rulebook.scoring.confidence
        self._findings = words_of(rulebook.cues.finding)

    def assemble(self, article: Article, view: PlainView, drafts: Iterable[Draft]) -> tuple[Claim, ...]:
        """All claims of an article in order of place, without repetitions; offsets of drafts are those of ``view``."""
        best: dict[tuple[object, ...], list[Claim]] = {}
        for draft in drafts:
            for subject, baseline in _pairs(draft):
                claim = self._claim(article, view, draft, subject, baseline)
                alike = best.setdefault(_identity(claim), [])
                at = next((i for i, old in enumerate(alike) if self._is_one(claim, old, article)), None)
                if at is None:
                    alike.append(claim)
                elif _fuller(claim, alike[at]):
                    alike[at] = claim
        claims = [claim for alike in best.values() for claim in alike]
        return tuple(sorted(claims, key=lambda c: (c.value_start, c.attribute, c.subject, c.id)))

    def _is_one(self, new: Claim, old: Claim, article: Article) -> bool:
        """Whether a claim is another said again: under one condition, as far as both tell it, and not credited here and
        found out by the article itself there.
        """
        attribute = self._rulebook.attributes.by_name(new.attribute)
        for key in attribute.conditions if attribute else ():
            if (
                new.qualifiers.get(key, "") != old.qualifiers.get(key, "")
                and key in new.qualifiers
                and key in old.qualifiers
            ):
                return False
        if bool(new.attribution) == bool(old.attribution):
            return True
        own = old if new.attribution else new
        return own.modality is not Modality.ASSERTED or not self._found_out(own, article.text)

    def _found_out(self, claim: Claim, text: str) -> bool:
        """Whether the paragraph of a claim tells of the article's own tests."""
        if self._findings is None:
            return False
        start, end = text.rfind("\n", 0, claim.value_start) + 1, text.find("\n", claim.value_end)
        paragraph = text[start : end if end >= 0 else len(text)]
        return self._findings.search(paragraph.replace("’", "'")) is not None

    def _claim(self, article: Article, view: PlainView, draft: Draft, subject: Mention, baseline: str) -> Claim:
        qualifiers = {k: v for k, v in draft.qualifiers.items() if k != "baselines"}
        if baseline:
            qualifiers["baseline"] = baseline
        start, end = view.raw(*_quote_span(draft, subject))
        value_start, value_end = view.raw(draft.start, draft.end)
        modality = Modality(draft.modality) if draft.modality else Modality.ASSERTED
        ordered = sorted(qualifiers.items())
        identity = _said(article.name, subject.name, draft.attribute, value_start, value_end, ordered)
        return Claim.trusted(
            id="c" + hashlib.sha256(identity.encode()).hexdigest()[:12],
            article=article.name,
            subject=subject.name,
            subject_type=subject.type,
            attribute=draft.attribute,
            value=draft.value,
            qualifiers=dict(ordered),
            attribution=draft.attribution,
            modality=modality,
            quote=article.text[start:end],
            start=start,
            end=end,
            value_start=value_start,
            value_end=value_end,
            normalized=self._normalized(draft),
            origin="",
            rules=tuple(dict.fromkeys([*draft.rules, subject.rule])),
            confidence=self._confidence(draft, subject),
        )

    def _normalized(self, draft: Draft) -> Normalized | None:
        value = draft.value
        attribute = self._rulebook.attributes.by_name(draft.attribute)
        if not isinstance(value, NumberValue) or attribute is None:
            return None
        unit = attribute.unit or value.unit
        try:
            if value.unit and unit != value.unit and self._units.compatible(value.unit, unit):
                ends = [
                    None if x is None else self._units.convert(x, value.unit, unit) for x in (value.low, value.high)
                ]
                return Normalized(low=ends[0], high=ends[1], unit=unit)
        except UnitError:
            pass
        return Normalized.trusted(low=value.low, high=value.high, unit=value.unit)

    def _confidence(self, draft: Draft, subject: Mention) -> float:
        """How sure attribute and subject are, between 0 and 1; docs/accuracy.md says how often which is right."""
        weights = self._weights
        attribute = min(draft.score, weights.attribute_full) / weights.attribute_full
        linked = min(max(draft.subject_score, 0.0), weights.subject_full) / weights.subject_full
        value = weights.base + weights.attribute * attribute + weights.subject * linked
        if subject.how == "shape":
            value -= weights.unlisted
        if subject.how == "focus" or subject.how in REFERRING:
            value -= weights.unnamed
        return round(min(max(value, weights.least), weights.most), 3)


def _said(article: str, subject: str, attribute: str, start: int, end: int, qualifiers: list[tuple[str, str]]) -> str:
    """What tells a claim from the others, as JSON; written here, in a quarter of the time that ``json`` takes."""
    named = ", ".join(map(_quoted, (article, subject, attribute)))
    told = ", ".join([f"[{_quoted(key)}, {_quoted(value)}]" for key, value in qualifiers])
    return f"[{named}, {start}, {end}, [{told}]]"


def _pairs(draft: Draft) -> list[tuple[Mention, str]]:
    """Which subject goes with which baseline: pairwise where both are lists of one length, else each with each."""
    baselines = draft.qualifiers.get("baselines", draft.qualifiers.get("baseline", "")).split("|")
    subjects = list({m.name: m for m in draft.subjects}.values())
    if len(subjects) == len(baselines) and len(subjects) > 1:
        return list(zip(subjects, baselines, strict=True))
    return [(s, b) for s in subjects for b in baselines if s.name != b]


def _quote_span(draft: Draft, subject: Mention) -> tuple[int, int]:
    """The shortest stretch with the value and, where near, its cue and subject; always inside the sentence."""
    start, end = draft.reach_start, draft.reach_end
    for left, right in draft.evidence:
        if draft.sentence.start <= left and right <= draft.sentence.end and max(start - right, left - end) < 60:
            start, end = min(start, left), max(end, right)
    if (
        draft.sentence.start <= subject.start < draft.sentence.end
        and max(start - subject.end, subject.start - end) < 40
    ):
        start, end = min(start, subject.start), max(end, subject.end)
    return start, end


def _identity(claim: Claim) -> tuple[object, ...]:
    value, qualifiers = claim.value, claim.qualifiers
    said = (value.low, value.high, value.unit) if isinstance(value, NumberValue) else value
    return claim.subject, claim.attribute, said, qualifiers.get("baseline", ""), qualifiers.get("benchmark", "")


def _fuller(new: Claim, old: Claim) -> bool:
    """More qualifiers, then a longer quote, then the earlier place."""
    rank_new = (len(new.qualifiers), new.confidence, len(new.quote), -new.start)
    return rank_new > (len(old.qualifiers), old.confidence, len(old.quote), -old.start)
