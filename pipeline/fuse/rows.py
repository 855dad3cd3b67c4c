"""The rows of the knowledge table: a judged draft as a cell, an observation as a claim, a source as an article's row.
Nothing is decided here that is not told: which value a cell shows, and which values it lists.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from operator import attrgetter

from pipeline.fuse.bench import Bench
from pipeline.fuse.cells import Draft
from pipeline.fuse.explain import explain
from pipeline.fuse.judgement import Heard, Judgement, Voice, alone, denied, letters
from pipeline.fuse.marked import ClaimKey, claim_key
from pipeline.fuse.material import Material
from pipeline.fuse.observe import Amount, Measure, Observation, fineness
from pipeline.fuse.readable import measured, span, stated
from pipeline.model import (
    ArticleRow,
    Cell,
    Flag,
    LightClaim,
    Normalized,
    NumberValue,
    Rejected,
    StatedValue,
    Verdict,
)

_ORDER = attrgetter("order")
_UNWIELDY = 1e6
EVENT = "event"
"""Where an article's date comes from that has none of its own: from the latest event it announces."""


def cell_of(draft: Draft, bench: Bench, flags: Mapping[ClaimKey, Sequence[Flag]]) -> Cell:
    """A draft with its verdicts, values and story."""
    make = lone if len(draft.observations) == 1 and not draft.support else several
    return make(draft, bench, flags)


def several(draft: Draft, bench: Bench, flags: Mapping[ClaimKey, Sequence[Flag]]) -> Cell:
    """The cell of any number of claims."""
    judge = bench.judge
    voices = draft.voices(flagged=True)
    heard = judge.independent(voices)
    sound = everything = judge.judge(heard)
    if draft.flagged and draft.sound:
        voices = draft.voices(flagged=False)
        heard = judge.independent(voices)
        sound = judge.judge(heard)
    elif draft.flagged:
        sound = _nothing_left(everything)
    observations = draft.observations
    shown = _representative(draft, sound)
    low, high, unit = _ends(shown)
    decided = shown if sound.verdict is Verdict.AGREEMENT else [*shown, *sound.pair]
    dates = {id(found.published): found.published for found in observations if found.published is not None}.values()
    return Cell.trusted(
        id=draft.id,
        subject=draft.subject,
        subject_type=observations[0].claim.subject_type,
        attribute=draft.attribute,
        condition=dict(draft.condition),
        value=" or ".join(map(_shown, shown)),
        low=low,
        high=high,
        unit=unit,
        verdict=sound.verdict,
        verdict_all=everything.verdict,
        reason=sound.reason,
        origins=judge.behind(decided, heard, sound.verdict),
        articles=_articles(observations),
        claims=tuple([found.claim.id for found in observations]),
        likely_errors=tuple([found.claim.id for found in draft.flagged]),
        values=_values(observations),
        first_published=min([date.date_start for date in dates], default=None),
        last_published=max([date.date_end for date in dates], default=None),
        pair=tuple([found.claim.id for found in sound.pair]),
        explanation=explain(draft, sound, everything, _silent(voices, heard), flags, bench),
    )


def lone(draft: Draft, bench: Bench, flags: Mapping[ClaimKey, Sequence[Flag]]) -> Cell:
    """The same of one claim without support, as nearly half of all cells are: nobody is compared or counted."""
    (found,) = draft.observations
    claim, published = found.claim, found.published
    everything = alone(found)
    sound = _nothing_left(everything) if draft.flagged else everything
    low, high, unit = _ends((found,))
    articles, claims, origins = (claim.article,), (claim.id,), (found.origin,)
    told = stated(claim.value, claim.attribute.endswith("_ratio"))
    return Cell.trusted(
        id=draft.id,
        subject=draft.subject,
        subject_type=claim.subject_type,
        attribute=draft.attribute,
        condition=dict(draft.condition),
        value=_shown(found),
        low=low,
        high=high,
        unit=unit,
        verdict=sound.verdict,
        verdict_all=everything.verdict,
        reason=sound.reason,
        origins=origins,
        articles=articles,
        claims=claims,
        likely_errors=claims if draft.flagged else (),
        values=(StatedValue.trusted(text=told, articles=articles, claims=claims, origins=origins),),
        first_published=published and published.date_start,
        last_published=published and published.date_end,
        pair=(),
        explanation=explain(draft, sound, everything, (), flags, bench),
    )


def _articles(members: Iterable[Observation]) -> tuple[str, ...]:
    """The articles of some claims, each once."""
    return tuple(sorted({found.claim.article for found in members}))


def _silent(voices: Sequence[Voice], heard: Heard) -> frozenset[ClaimKey]:
    """The claims that add no voice."""
    if len(heard.voices) == len(voices):
        return frozenset()
    return frozenset([claim_key(voice.found) for voice in voices]) - {claim_key(v.found) for v in heard.voices}


def _nothing_left(everything: Judgement) -> Judgement:
    """Where every claim of a cell is flagged, the flagged ones are all there is."""
    return everything._replace(reason=f"Every claim here is flagged. {everything.reason}")


def _representative(draft: Draft, judgement: Judgement) -> list[Observation]:
    """Whose value a cell shows: what is agreed, else the value of most origins and the finest of them; both sides of a
    dispute.
    """
    if judgement.verdict in {Verdict.DISAGREEMENT, Verdict.EXPLAINED} and judgement.pair:
        a, b = judgement.pair
        pair = sorted((a, b), key=_ORDER)
        return pair[:1] if a.measure == b.measure else pair
    if judgement.verdict is Verdict.AGREEMENT:
        return [judgement.pair[0]]
    members = draft.sound or draft.flagged
    if len({id(found.measure) for found in members}) == 1:
        return [members[0]]
    kinds: dict[Measure, list[Observation]] = defaultdict(list)
    for found in members:
        kinds[found.measure].append(found)
    best = max(
        (kinds[measure] for measure in sorted(kinds, key=letters)),
        key=lambda alike: (len({found.origin for found in alike}), fineness(alike[0].measure), len(alike)),
    )
    return best[:1]


def _shown(found: Observation) -> str:
    """A value in the attribute's own unit; as stated where that says the same ("38 TOPS") or would be unwieldy."""
    ratio, amount, value = found.claim.attribute.endswith("_ratio"), found.measure, found.claim.value
    text = measured(amount, ratio)
    if isinstance(amount, Amount) and isinstance(value, NumberValue) and found.converted is None and amount.unit:
        ends = [end for end in amount[:2] if end is not None]
        if amount[:2] == (value.low, value.high) or (max(ends) >= _UNWIELDY and value.unit != amount.unit):
            text = stated(value, ratio)
    return denied(found) + text


def _ends(shown: Sequence[Observation]) -> tuple[float | None, float | None, str]:
    """The numbers of a cell in its own unit; the outer ends of a dispute."""
    amounts = [found.measure for found in shown if isinstance(found.measure, Amount)]
    if not amounts or len({amount.unit for amount in amounts}) > 1:
        return None, None, ""
    lows, highs = [a.low for a in amounts], [a.high for a in amounts]
    low = None if None in lows else min(end for end in lows if end is not None)
    high = None if None in highs else max(end for end in highs if end is not None)
    return low, high, amounts[0].unit


def _values(observations: Sequence[Observation]) -> tuple[StatedValue, ...]:
    """Every distinct value as stated, the one with most origins first."""
    ratio = observations[0].claim.attribute.endswith("_ratio")  # all claims of a cell are of one attribute
    kinds: dict[str, list[Observation]] = {}
    for found in observations:
        kinds.setdefault(stated(found.claim.value, ratio), []).append(found)
    values = [
        StatedValue.trusted(
            text=text,
            articles=_articles(members),
            claims=tuple([found.claim.id for found in members]),
            origins=tuple(sorted({found.origin for found in members})),
        )
        for text, members in kinds.items()
    ]
    if len(values) > 1:
        values.sort(key=lambda value: (-len(value.origins), -len(value.claims), value.text))
    return tuple(values)


def claim_of(found: Observation) -> LightClaim:
    """The claim with its origin and its value in the attribute's own unit."""
    claim = found.claim
    normal = claim.normalized or _normal(found.converted or found.measure)
    return LightClaim._make((*claim[:_NORMAL], normal, found.origin, *claim[_NORMAL + 2 :]))


_NORMAL = LightClaim._fields.index("normalized")
"""A claim's origin stands behind it."""


@lru_cache(maxsize=50_000)
def _normal(measure: Measure) -> Normalized | None:
    """A number in its own unit."""
    if not isinstance(measure, Amount):
        return None
    return Normalized.trusted(low=measure.low, high=measure.high, unit=measure.unit)


def article_rows(material: Material, more: Mapping[str, int]) -> Iterable[ArticleRow]:
    """One row an article; ``more`` counts claims of an article that were left out of the comparison."""
    origins = material.origins
    for at, article in enumerate(material.sources):
        published, published_from = material.reference[at], article.published_from
        if article.published is None:
            published_from = EVENT if published else ""
        yield ArticleRow.trusted(
            article=article.name,
            url=article.url,
            title=article.title,
            publisher=article.publisher,
            author=article.author,
            published=span(published.date_start, published.date_end) if published else "",
            published_from=published_from,
            language=article.language,
            origin=origins.of_article(at),
            duplicate_of=origins.duplicate_of[at],
            status="duplicate" if origins.duplicate_of[at] else "read",
            reason="; ".join(part for part in (origins.reasons[at], *article.notes) if part),
            claims=len(article.claims) + more.get(article.name, 0),
        )


def refused(rejected: Iterable[Rejected]) -> Iterable[ArticleRow]:
    """One row for each input that could not be read."""
    for item in rejected:
        status = "skipped" if item.skipped else "rejected"
        yield ArticleRow(article=item.name, url=item.url, status=status, reason=item.reason)
