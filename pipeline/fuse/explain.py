"""The whole story of a cell in lines of text: every voice with its words, what was made of them, what decided.
The terminal and the report print these lines as they are.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from functools import partial

from pipeline.fuse.bench import Bench
from pipeline.fuse.cells import Draft
from pipeline.fuse.judgement import Judgement, said, what_of
from pipeline.fuse.marked import ClaimKey
from pipeline.fuse.observe import Measure, Observation
from pipeline.fuse.readable import measured, span, stated, to_step
from pipeline.model import DateValue, Flag, Noted, NotedPairs, Value, Verdict

_LONGEST = 240
_MOST = 6


def explain(
    draft: Draft,
    sound: Judgement,
    everything: Judgement,
    silent: Container[ClaimKey],
    flags: Mapping[ClaimKey, Sequence[Flag]],
    bench: Bench,
) -> tuple[str, ...]:
    """Lines that tell a cell from its claims to its verdict; ``silent`` are claims that add no voice."""
    lines = [f"Verdict: {sound.verdict.value}. {sound.reason}"]
    if everything.verdict is not sound.verdict:
        lines.append(f"With the flagged claims: {everything.verdict.value}. {everything.reason}")
    lines.append("Who says so:")
    lines += _voices(draft.observations, draft.subject, silent, flags, bench)
    if draft.support:
        lines.append("Supported from outside, under another condition or for a kindred subject, by:")
        lines += _voices(draft.support, draft.subject, silent, flags, bench)
    if sound.pair:
        a, b = sound.pair
        lines.append(
            f"What decided: claim {a.claim.id} of {a.claim.article} beside claim {b.claim.id} of {b.claim.article}: "
            f"{_stand(a, b, bench)}."
        )
        lines += _others(draft, sound, bench)
    lines.append(f"What would change it: {_change(draft, sound)}")
    return tuple(lines)


def _voices(
    members: Iterable[Observation],
    subject: str,
    silent: Container[ClaimKey],
    flags: Mapping[ClaimKey, Sequence[Flag]],
    bench: Bench,
) -> list[str]:
    """Each claim: where, whose voice, its words, and what was made of them."""
    lines: list[str] = []
    for found in members:
        claim = found.claim
        key = (claim.article, claim.id)
        quote = _in_one_line(claim.quote)
        quote = quote if len(quote) <= _LONGEST else quote[: _LONGEST - 1] + "…"
        lines.append(f"  {_voice(found, bench)}: “{quote}”")
        lines.append(f"    {_made_of(found, subject, key in silent, bench)} [claim {claim.id}]")
        if key in flags:
            lines += [
                f"    {flag.severity.value}: {flag.kind} ({flag.rule}): {flag.explanation}" for flag in flags[key]
            ]
    return lines


def _in_one_line(text: str) -> str:
    """A text with single spaces between its words, as most have them: telling so costs less than taking it apart."""
    plain = text.isprintable() and "  " not in text and text[:1] != " " != text[-1:]
    return text if plain else " ".join(text.split())


def _stand(a: Observation, b: Observation, bench: Bench) -> str:
    """Two values as they were compared, and how they stand to each other."""
    how, reason = bench.judge.relation(a, b)
    ratio = a.claim.attribute.endswith("_ratio")
    given = (
        [a.converted, b.converted] if a.converted and b.converted and a.measure == b.measure else [a.measure, b.measure]
    )
    one, other = (measured(value, ratio) for value in given if value is not None)
    return f"{one} and {other}, {f'apart, but reconciled: {reason.name}' if reason else how.how}"


def _others(draft: Draft, sound: Judgement, bench: Bench) -> Iterator[str]:
    """How the values that did not decide stand to the one that did."""
    first = sound.pair[0]
    kinds = {what_of(found): found for found in reversed(draft.sound)}
    decided = set(map(what_of, sound.pair))
    if decided.issuperset(kinds):
        return
    for what, found in sorted(kinds.items(), key=lambda item: item[1].order)[:_MOST]:
        if what not in decided:
            how, reason = bench.judge.relation(first, found)
            yield f"Beside {said(first)}: {said(found)}, {reason.sentence if reason else how.how}."


def _made_of(found: Observation, subject: str, silent: bool, bench: Bench) -> str:
    """What was made of a claim's words."""
    claim = found.claim
    ratio = claim.attribute.endswith("_ratio")
    text, more = _FIGURES[ratio](claim.value, found.measure)
    made = f"{claim.modality}: {text}"
    if claim.subject != subject:
        made += f"; of {claim.subject}"
    if found.converted is not None:
        made += f"; given as a conversion of {measured(found.measure, ratio)}{bench.money.told(found)}"
    else:
        made += more
    if claim.attribution:
        made += f"; credited to {claim.attribution}"
    if silent:
        made += "; no voice of its own: its article credits a source with the same"
    return made + _read_by(claim.rules)


def _figures(value: Value, measure: Measure, ratio: bool) -> tuple[str, str]:
    """A value as stated; and its number in the attribute's own unit, where that is another, with its last digit."""
    text, own, step = stated(value, ratio), measured(measure, ratio), to_step(measure, ratio)
    more = f"; in the attribute's unit {own}" if own != text else ""
    return text, f"{more}; stated to {step}" if step else more


_FIGURES: dict[bool, NotedPairs[Value, Measure, tuple[str, str]]] = {
    ratio: NotedPairs(partial(_figures, ratio=ratio)) for ratio in (False, True)
}


def _rules(rules: tuple[str, ...]) -> str:
    return f"; read by {', '.join(rules)}" if rules else ""


_read_by: Noted[tuple[str, ...]] = Noted(_rules)


def _voice(found: Observation, bench: Bench) -> str:
    """An article with its date and whose voice it is: the same for all that it says in its own words."""
    if found.claim.attribution or found.origin != bench.own[found.at]:
        return _voice_of(found, bench)
    told = bench.voices.get(found.at)
    if told is None:
        told = bench.voices[found.at] = _voice_of(found, bench)
    return told


def _voice_of(found: Observation, bench: Bench) -> str:
    """The same for one claim."""
    return f"{found.claim.article}{_date(found)} (voice of {found.origin}{_why(found, bench)})"


def _why(found: Observation, bench: Bench) -> str:
    """Why an article's words are another's voice, where nobody is credited with them."""
    if found.claim.attribution or found.origin == found.claim.article:
        return ""
    own = bench.own[found.at]
    if found.origin != own:
        return ", from whom the passage is quoted"
    reason = bench.reasons[found.at]
    return f", {reason}" if reason else ""


def _date(found: Observation) -> str:
    """The date an article speaks from, as exact as it is known; a date taken from its own announcement says so."""
    if found.published is None:
        return ""
    return f"{', ' if found.article.published else ', undated, speaks of '}{_days(found.published)}"


_days: Noted[DateValue] = Noted(lambda date: span(date.date_start, date.date_end))


def _change(draft: Draft, judgement: Judgement) -> str:
    """What a reader would have to find to see another verdict."""
    match judgement.verdict:
        case Verdict.SINGLE_SOURCE:
            return "a second, independent origin that states the value or another one."
        case Verdict.AGREEMENT:
            return "one independent origin whose value cannot be the same."
        case Verdict.COMPATIBLE:
            return "two origins that state one value exactly, or one beyond the common ground."
        case Verdict.EXPLAINED:
            return f"evidence that “{judgement.name}” does not apply here."
    count = len({found.origin for found in draft.sound})
    return f"a named reason for the difference, or proof that one of the {count} origins is mistaken."
