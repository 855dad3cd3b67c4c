"""A date at odds with the article's own: "the current market (June 2025)", written in May 2026.

*Evidence*: a word of presentness right beside an older date, by the phrases of rules/suspects.toml; or an event told
as a plan for a day that had passed when the article appeared; or one told as a fact that still lay ahead.
*False friends*: history ("in 2022", "since 2018", "the 2022 sanctions"), a product with its year in brackets, plans
told as past plans ("was planned for"), days told without their year ("in March", "a year ago"), which look back, and
dates no finer than a year. An article without a date of its own is placed by the event it announces; without that,
nothing is said.
*Severity*: warning; a fact that lies ahead is only pointed out, since tense is easily misread.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from operator import attrgetter

from pipeline.fuse.marked import Marked
from pipeline.fuse.material import Material
from pipeline.fuse.observe import Observation
from pipeline.fuse.passages import SILENT, sentence_at
from pipeline.fuse.readable import span
from pipeline.fuse.source import LightDate, PresentDate, Source
from pipeline.fuse.suspect.flagging import flag_claim
from pipeline.model import Article, DateMention, DateValue, Flag, Modality, Severity
from pipeline.rulebook.suspects import Anachronism, PresentRule

_ORDER = attrgetter("order")
_WORD = re.compile(r"[\w'’-]+")
_STOP = re.compile(r"[.!?;]\s|\n")


def find(material: Material, suspected: Marked) -> Iterable[Flag]:
    """Dates and dated claims that do not fit the article's own date."""
    rules = material.rulebook.suspects.anachronism
    events = _events(material, suspected, rules)
    for at, source in enumerate(material.sources):
        reference = material.reference[at]
        if reference is None:
            continue
        yield from _old_presents(source, reference, rules)
        for found in events.get(at, ()):
            yield from _event(found, reference, rules)


def _events(material: Material, suspected: Marked, rules: Anachronism) -> dict[int, list[Observation]]:
    """The unsuspected claims of events, article by article and there by their place."""
    events = [
        found
        for (_, attribute), conditions in material.groups.items()
        if attribute in rules.event_attributes
        for members in conditions.values()
        for found in members
    ]
    told: dict[int, list[Observation]] = defaultdict(list)
    for found in sorted(suspected.without(events), key=_ORDER):
        told[found.at].append(found)
    return told


def present_dates(article: Article, dates: Sequence[DateMention], rules: Anachronism) -> Iterator[PresentDate]:
    """Dates right behind words of presentness, however old they are."""
    silent = [(b.start, b.end) for b in article.blocks if b.kind in SILENT]
    for at, mention in enumerate(dates):
        if mention.relative or mention.granularity not in rules.granularities:
            continue
        if any(start <= mention.start < end for start, end in silent):
            continue
        before = article.text[max(0, mention.start - 200) : mention.start]
        for rule in rules.present:
            cue = present_cue(before, rule)
            if cue:
                yield PresentDate(at, cue, rule.id)
                break


def is_old(date: DateMention | LightDate, reference: DateValue, rules: Anachronism) -> bool:
    """Whether a date lies too far before the article's own to be the present."""
    return (reference.date_start - date.value.date_end).days >= rules.old_days


def _old_presents(source: Source, reference: DateValue, rules: Anachronism) -> Iterator[Flag]:
    """Old dates beside words of presentness."""
    for place, cue, rule in source.finds.present:
        mention = source.dates[place]
        if not is_old(mention, reference, rules):
            continue
        age = (reference.date_start - mention.value.date_end).days
        date = span(mention.value.date_start, mention.value.date_end)
        when = span(reference.date_start, reference.date_end)
        yield Flag(
            kind="anachronism",
            severity=Severity.WARNING,
            article=source.name,
            stated=source.quote(mention.start, mention.end),
            suggested=when,
            explanation=f"“{cue}” names the present, but {date} lies {age} days before the article ({when}).",
            evidence=" ".join(source.quote(max(0, mention.start - 80), mention.end + 20).split()),
            start=mention.start,
            end=mention.end,
            rule=rule,
        )


def present_cue(before: str, rule: PresentRule) -> str:
    """The phrase of presentness that ends right where a date begins, or nothing."""
    clause = _STOP.split(before)[-1]
    written = _WORD.findall(clause)[-(rule.reach + rule.gap + 8) :]
    tail = [word.casefold() for word in written]
    for cue in rule.words:
        parts = cue.casefold().split()
        for at in range(len(tail) - len(parts), -1, -1):
            if tail[at : at + len(parts)] != parts:
                continue
            rest = tail[at + len(parts) :]
            if not any(blocker in rest for blocker in rule.blockers) and _close(rest, rule):
                return " ".join(written[at:])
    return ""


def _close(rest: list[str], rule: PresentRule) -> bool:
    """Whether the date follows closely enough: after a noun of the rule, or after the cue itself."""
    if not rule.nouns:
        return len(rest) <= rule.gap
    for at, word in enumerate(rest):
        if word in rule.nouns and at < rule.reach:
            behind = rest[at + 1 :]
            continued = bool(behind) and behind[0] in rule.links and len(behind) <= rule.reach
            return continued or len(behind) <= rule.gap
    return False


def _event(found: Observation, reference: DateValue, rules: Anachronism) -> Iterator[Flag]:
    """A plan for a day gone by; a fact in a day to come."""
    value, claim = found.claim.value, found.claim
    if not isinstance(value, DateValue):
        return
    day = dt.timedelta(days=1)
    when = span(reference.date_start, reference.date_end)
    if claim.modality is Modality.PLANNED and value.date_end + day * rules.past_plan_days < reference.date_start:
        around = sentence_at(found.article, claim.start, claim.end)
        text = found.article.quote(around.start, around.end).casefold()
        year = str(value.date_end.year)
        told = year in found.article.quote(claim.value_start, claim.value_end) or year in claim.quote
        if told and not any(word in text for word in rules.past_plan_words):
            yield flag_claim(
                "anachronism",
                Severity.WARNING,
                found,
                f"A plan for {span(value.date_start, value.date_end)}, past when the article appeared ({when}).",
                rule="past-plan",
            )
    ahead = claim.modality is Modality.ASSERTED and value.date_start > reference.date_end + day * rules.future_days
    if ahead and claim.attribute in rules.anchors:
        yield flag_claim(
            "anachronism",
            Severity.INFO,
            found,
            f"Told as done, but {span(value.date_start, value.date_end)} lies after the article ({when}).",
            rule="future-fact",
        )
