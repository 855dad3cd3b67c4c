"""Reads what happened when: a date beside a word of announcing, releasing, producing, buying or founding.
A date without such a word says nothing about a thing and gives no claim.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from pipeline.extract.cues.denials import Denials
from pipeline.extract.draft import Draft
from pipeline.extract.text.scene import REFERRING, Hit, Mention, Sentence
from pipeline.extract.text.words import Words
from pipeline.extract.values.dateditems import DatedItems
from pipeline.extract.values.inturn import DatesInTurn
from pipeline.extract.values.years import EventYears
from pipeline.model import DateMention, DateValue
from pipeline.rulebook import Rulebook

_NEAR = 120  # letters of context that patterns look at
_DESIGNS = {"architecture"}  # go by names, not by lines: "its next-gen Rubin" is Rubin
_SPOKEN_FOR = 2  # words between a noun of no event and the date that is told of it


class EventReader:
    """Turns dates with an event word into drafts."""

    def __init__(self, rulebook: Rulebook) -> None:
        self._events = {a.id: a for a in rulebook.attributes.attribute if a.kind == "date"}
        self._weights = rulebook.scoring.event
        self._objects = {a.id: frozenset(w.lower() for w in a.objects) for a in self._events.values()}
        self._syntax = rulebook.syntax.lowered
        self._types = {name: frozenset(rulebook.carriers[name]) for name in self._events}
        self._kinds = {
            (a.id, word.lower()): kind
            for a in self._events.values()
            for kind, words in a.kinds.items()
            for word in words
        }
        self._years = EventYears(rulebook)
        self._kin_before, self._kin_behind = map(rulebook.syntax.lowered, ("another-of", "another-behind"))
        self._people = rulebook.syntax.lowered("people-of")
        self._next_of = rulebook.syntax.lowered("next-of")
        self._generations = {n.name for n in rulebook.names if n.family and n.predecessor}
        self._told_at = {a.id for a in self._events.values() if a.announces}
        self._at_event, self._at_fair = map(rulebook.syntax.lowered, ("told-at-event", "told-at-fair"))
        self._long_past, self._meant = map(rulebook.syntax.lowered, ("event-long-past", "event-thing-meant"))
        self._denials = Denials(rulebook)
        self._echoes = {w.lower() for a in self._events.values() for w in a.echoes}
        self._owned = rulebook.syntax.regex("year-owned")
        self._in_turn, self._items = DatesInTurn(rulebook), DatedItems(rulebook)
        self._left, self._of_a_deal = rulebook.syntax.lowered("bought-by"), rulebook.syntax.lowered("event-of-a-deal")
        kin = ("event-next-act", "event-followed", "event-follows", "made-at")
        self._next_act, self._followed, self._follows, self._made_at = map(rulebook.syntax.lowered, kin)
        needing = (("event-moved", "event-moved-to"), ("event-ordered", "event-ordered-from"))  # words, what leads on
        self._needing = [tuple(map(rulebook.syntax.lowered, pair)) for pair in needing]
        self._figures = rulebook.syntax.lowered("date-of-figures")
        self._unlisted = rulebook.syntax.regex("unlisted-object")
        self._noun_event = rulebook.syntax.lowered("event-of-noun")
        self._things = {w for h in rulebook.cues.head for w in (h.noun.lower(), f"{h.noun.lower()}s")}
        self._once = {a.id for a in self._events.values() if a.once}
        self._past = {a.id for a in self._events.values() if a.past}
        generic = sorted({w.lower() for a in self._events.values() for w in a.generic}, key=lambda w: (-len(w), w))
        self._said = re.compile(rf"\b(?:{'|'.join(map(re.escape, generic))})\b" if generic else "(?!)", re.I)

    def read(
        self,
        sentence: Sentence,
        tokens: Words,
        published: DateValue | None = None,
        extra: tuple[Hit, ...] = (),
        lead: Sequence[Hit] = (),
    ) -> list[Draft]:
        """Date drafts of one sentence; ``published`` dates the article, ``extra`` are the hits of a table's label,
        ``lead`` those of a list's lead.
        """
        drafts: list[Draft] = []
        for date in sentence.dates:
            found = self._event(date, sentence, tokens)
            if found is None:
                for hit in extra:
                    if hit.kind == "attr" and hit.key in self._events:
                        found = (1.0, hit)
                        break
            listed = self._items.in_a_row(date, sentence) if found is None else []
            listed = [m for m in listed if m.type in self._types[self._items.key] - {"device"}]
            if listed:
                found = (1.0, Hit(date.start, date.start, "attr", self._items.key, "cues"))
            elif found is None and lead and (said := self._items.event(date, sentence, lead)) is not None:
                listed = self._items.things(date, sentence, self._types[said.key])
                found = (1.0, said) if listed else None
            if found is None:
                continue
            score, hit = found
            hit = self._repeated(hit, sentence, drafts)
            told = self._is_told(hit, sentence)
            value = self._years.settled(date, sentence, None if told else published)
            if told and published is not None and value.date_start > published.date_end:
                continue
            reach_start, reach_end = self._reach(date, hit, sentence)
            draft = Draft(
                sentence,
                hit.key,
                value,
                date.start,
                date.end,
                reach_start,
                reach_end,
                score,
                rules=[*date.rules, f"event.{hit.key}", *(["event.row"] if hit.start == date.start else [])],
                evidence=[(hit.start, hit.end)] if sentence.start <= hit.start < sentence.end else [],
                barred=tuple(
                    m.name
                    for m in sentence.mentions
                    if (date.start <= m.start and m.end <= date.end) or self._is_kin(m, hit, sentence)
                ),
                focus=hit in extra or self._generic(date, hit, sentence),
            )
            words = sentence.low[hit.start - sentence.start : hit.end - sentence.start]
            if (hit.key, words) in self._kinds and hit not in extra:
                draft.qualifiers["kind"] = self._kinds[hit.key, words]
            draft.focus = draft.focus and not self._is_unlisted(hit, sentence)
            if hit.key not in self._past and self._syntax("event-site").search(
                sentence.low[: hit.start - sentence.start]
            ):
                draft.focus = False
            draft.subjects = self._listed(
                [m for m in sentence.mentions if listed and m.start >= listed[0].start], sentence
            ) or (
                self._in_turn.things(date, hit, sentence, self._types[hit.key]) or self._subjects(draft, hit, sentence)
            )
            if draft.subjects:
                draft.subject_score = self._weights.object
                draft.rules.append("subject.object")
            drafts.append(draft)
        return drafts

    def _is_kin(self, mention: Mention, hit: Hit, sentence: Sentence) -> bool:
        """True for the X100 of "launches a refresh of the X100" and "an X100 rival": another thing is meant."""
        if mention.type == "company":
            made = sentence.led(self._made_at, mention.start) and any(m.type != "company" for m in sentence.mentions)
            return made or sentence.followed(self._people, mention.end)
        if mention.start < hit.end:
            followed = self._followed.match(sentence.low, mention.end - sentence.start, hit.end - sentence.start)
            return followed is not None or sentence.led(self._kin_before, mention.start)
        if self._syntax("event-host").fullmatch(sentence.low, hit.end - sentence.start, mention.start - sentence.start):
            return any(m.end <= hit.start and m.type in self._types[hit.key] for m in sentence.mentions)
        one = any(c.isdigit() for c in mention.name) or mention.name in self._generations or mention.type in _DESIGNS
        if not one and sentence.led(self._next_of, mention.start):
            return True
        led = any(sentence.led(p, mention.start) for p in (self._kin_before, self._follows))
        return led or sentence.followed(self._kin_behind, mention.end)

    def _generic(self, date: DateMention, hit: Hit, sentence: Sentence) -> bool:
        """True where what ships is said only in general ("first units", "volume shipments"): the topic is meant."""
        if hit.key in self._past and self._syntax("founded-it").match(sentence.low):
            return True
        if not sentence.mentions and self._syntax("subjectless").match(sentence.low):
            return True  # "Unveiled in May and due in July": told of what the sentence before was about
        start, end = min(date.start, hit.start) - sentence.start, max(date.end, hit.end) - sentence.start
        if 0 <= hit.start - date.end <= 1 and self._syntax("event-indefinite").search(
            sentence.low[max(start - _NEAR, 0) : start]
        ):
            return True
        return bool(self._said.search(sentence.low[max(start - 40, 0) : end + 20]))

    def _is_unlisted(self, hit: Hit, sentence: Sentence) -> bool:
        """True where the event happened to a thing of a name that nobody knows: "released the Nighthawk platform"."""
        match = self._unlisted.match(sentence.text, max(hit.end - sentence.start, 0))
        if match is None:
            return False
        start, end = (sentence.start + at for at in match.span(1))
        held = [(m.start, m.end) for m in sentence.mentions] + [(d.start, d.end) for d in sentence.dates]
        return not any(first < end and start < last for first, last in held)

    def _is_told(self, hit: Hit, sentence: Sentence) -> bool:
        """True for an event that has happened where no word says it is to come: "announced", not "will announce"."""
        lead = sentence.low[: max(hit.start - sentence.start, 0)][-_NEAR:]
        return hit.key in self._past and not self._syntax("event-modal").search(lead)

    def _repeated(self, hit: Hit, sentence: Sentence, drafts: Sequence[Draft]) -> Hit:
        """What "to follow in May" repeats: the event said before it in the sentence; the hit itself where none is."""
        words = sentence.low[hit.start - sentence.start : hit.end - sentence.start]
        if words not in self._echoes:
            return hit
        before = [d.attribute for d in drafts if d.end <= hit.start] or [
            h.key for h in sentence.hits if h.kind == "attr" and h.key in self._events and h.end <= hit.start
        ]
        return hit if not before or before[-1] in self._past else replace(hit, key=before[-1])

    def _reach(self, date: DateMention, hit: Hit, sentence: Sentence) -> tuple[int, int]:
        """The stretch from the event's word to its date: what stands between is what it happened to."""
        start, end = min(date.start, hit.start), max(date.end, hit.end)
        shared = any(d is not date and start <= d.start and d.end <= end for d in sentence.dates)
        outside = not sentence.start <= hit.start < sentence.end
        return (date.start, date.end) if shared or outside else (start, end)

    def _subjects(self, draft: Draft, hit: Hit, sentence: Sentence) -> list[Mention]:
        """The objects of the event's word: "today introduced the X100 and X200"; "launched in May, the X100"."""
        text, origin = sentence.low, sentence.start
        words = text[hit.start - origin : hit.end - origin]
        usable = [m for m in sentence.mentions if m.type in self._types[hit.key] and m.name not in draft.barred]
        things = {m.start for m in usable if m.type != "company"}
        usable = [m for m in usable if not sentence.led(self._left, m.start)]
        usable = [m for m in usable if m.type != "company" or m.end + 3 not in things]  # "of Acme's X100"
        if words not in self._objects.get(hit.key, ()) or not origin <= hit.start < sentence.end:
            return self._antecedent(usable, hit, sentence) if self._syntax("awaited").fullmatch(words) else []
        lead = text[: hit.start - origin]
        antecedent = self._antecedent(usable, hit, sentence)
        if self._syntax("event-passive").search(lead[-_NEAR:]):
            return antecedent
        fronted = bool(self._syntax("event-fronts").fullmatch(lead)) and draft.start > hit.end
        fronted = fronted and not any(hit.end <= m.start < draft.start for m in usable)
        end = draft.end if fronted else hit.end
        for number, mention in enumerate(usable):
            said = text[mention.start - origin : mention.end - origin]
            if mention.start < end or mention.start - end > 90:
                continue
            if self._syntax("event-colon").fullmatch(text[end - origin : mention.start - origin]):
                return self._listed(usable[number:], sentence)
            if end <= draft.start < mention.start:
                continue
            if said == "its" or (mention.how == "pronoun" and draft.start < hit.start):
                continue
            between = text[end - origin : mention.start - origin]
            if any(
                p.fullmatch(between)
                for p in (
                    (self._syntax("event-fronted"),)
                    if fronted
                    else (self._syntax("event-object"), self._syntax("event-apposed"))
                )
            ):
                return self._listed(usable[number:], sentence)
        return antecedent

    def _antecedent(self, usable: Sequence[Mention], hit: Hit, sentence: Sentence) -> list[Mention]:
        """The thing right before a participle: "the X100, unveiled in May"."""
        before = [m for m in usable if m.end <= hit.start and m.how != "pronoun"]
        between = sentence.low[before[-1].end - sentence.start : hit.start - sentence.start] if before else ""
        return before[-1:] if before and self._syntax("event-antecedent").fullmatch(between) else []

    def _listed(self, mentions: Sequence[Mention], sentence: Sentence) -> list[Mention]:
        """The first mention and those of its type that "and" or a comma joins to it."""
        found = list(mentions[:1])
        for left, right in pairwise(mentions):
            between = sentence.low[left.end - sentence.start : right.start - sentence.start]
            firm = right.type != left.type and "company" in {left.type, right.type}
            if firm or right.how in REFERRING or not self._syntax("joined").fullmatch(between):
                break
            found.append(right)
        return found

    def _state(self, date: DateMention, hit: Hit, sentence: Sentence) -> bool:
        """True for "the fastest chip available today": what there is, not when it came."""
        words = sentence.low[hit.start - sentence.start : date.end - sentence.start]
        if not words.startswith("available") or not self._syntax("event-now").search(words):
            return False
        return not self._syntax("event-becomes").search(
            sentence.low[max(hit.start - sentence.start - _NEAR, 0) : hit.start - sentence.start]
        )

    def _told(self, hit: Hit, sentence: Sentence) -> bool:
        """True for "revealed it had borrowed more": an act of somebody is announced, no thing."""
        follows = sentence.low[hit.end - sentence.start : hit.end - sentence.start + 2 * _NEAR]
        return hit.key == "announcement_date" and bool(self._syntax("event-clause").match(follows))

    def _habitual(self, hit: Hit, sentence: Sentence) -> bool:
        """True for "often releases in October": no event of one thing."""
        lead = sentence.text[: max(hit.start - sentence.start, 0)][-_NEAR:]
        return bool(self._syntax("event-habit").search(lead))

    def _show(self, hit: Hit, sentence: Sentence) -> bool:
        """True for "at its conference, scheduled for May": the day is the show's; and for "at present": no act."""
        at = max(hit.start - sentence.start, 0)
        if self._syntax("event-no-act").search(sentence.low[max(at - _NEAR, 0) : hit.end - sentence.start]):
            return True
        return hit.value == "weak" and bool(self._syntax("event-show").search(sentence.low[:at][-_NEAR:]))

    def _is_none(self, hit: Hit, sentence: Sentence) -> bool:
        """True for "production goals" and "halted production": nothing came about."""
        if any(sentence.followed(self._syntax(i), hit.end) for i in ("event-noun-behind", "event-of-so-many")):
            return True
        if sentence.led(self._long_past, hit.start) and sentence.followed(self._meant, hit.end):
            return True
        return any(sentence.led(self._syntax(i), hit.start) for i in ("event-ended", "event-of-others"))

    def _is_attributive(self, date: DateMention, sentence: Sentence) -> bool:
        """True for the year of "introducing the 2025 test suite", "follows last year's card": which one, not when."""
        start, end = date.start - sentence.start, date.end - sentence.start
        if sentence.followed(self._owned, date.end) or sentence.followed(self._syntax("year-of-things"), date.start):
            return True
        return (
            date.granularity == "year"
            and bool(self._syntax("year-lead").search(sentence.low[:start]))
            and bool(self._syntax("year-noun").match(sentence.low, end))
        )

    def _of_telling(self, hit: Hit, date: DateMention, sentence: Sentence) -> bool:
        """True for "revealed the launch date for the X100 on Monday": that day it was told."""
        start, end = hit.end - sentence.start, date.start - sentence.start
        told = self._syntax("event-told-on").fullmatch(sentence.low, start, end)
        return told is not None and sentence.led(self._syntax("event-told-of"), hit.end)

    def _is_nearer(self, date: DateMention, hit: Hit, sentence: Sentence, gap: int, tokens: Words) -> bool:
        """True for the 2025 of "founded in 1985, had sales of $44 billion in 2025": another date is that of the event.
        "Founded in 2018 and 2020" has two of them.
        """
        joined = self._syntax("joined")
        for other in sentence.dates:
            left, right = sorted(((other.start, other.end), (date.start, date.end)))
            between = sentence.low[left[1] - sentence.start : right[0] - sentence.start]
            if other is not date and tokens.gap(other.start, other.end, hit.start, hit.end) < gap:
                return not joined.fullmatch(between)
        return False

    def _of_noun(self, hit: Hit, sentence: Sentence) -> bool:
        """True for "leads a ranking that was released today": a noun's event, where the noun means no thing."""
        match = self._noun_event.search(
            sentence.low[max(hit.start - sentence.start - _NEAR, 0) : hit.start - sentence.start]
        )
        if match is None or match["noun"] in self._things:
            return False
        end = hit.start - (len(match.string) - match.end("noun"))
        return not any(m.start < end <= m.end and m.type in self._types[hit.key] for m in sentence.mentions)

    def _event(self, date: DateMention, sentence: Sentence, tokens: Words) -> tuple[float, Hit] | None:
        weights = self._weights
        best: tuple[float, Hit] | None = None
        at = date.start - sentence.start
        if self._items.bracketed(date, sentence):
            return None
        compared = self._syntax("event-compared").search(sentence.low[max(at - _NEAR, 0) : at])
        if sentence.followed(self._figures, date.end) or (compared and not self._denials.sets(sentence, date.start)):
            return None
        told_before = any(h.kind == "attr" and h.key in self._events and h.end <= date.start for h in sentence.hits)
        for hit in sentence.hits:
            if (
                hit.kind != "attr"
                or hit.key not in self._events
                or hit.value not in {"cues", "weak", "before", "after"}
            ):
                continue
            gap = tokens.gap(date.start, date.end, hit.start, hit.end)
            if gap > weights.reach:
                continue
            left, right = (hit.end, date.start) if hit.end <= date.start else (date.end, hit.start)
            if left > right:
                continue
            words = sentence.low[hit.start - sentence.start : hit.end - sentence.start]
            if hit.start >= date.end and words in self._echoes and told_before:
                continue  # "unveiled on May 16, followed by": that tells when the next comes
            none = self._is_none(hit, sentence)
            if none and hit.end <= date.start and gap <= _SPOKEN_FOR:
                return None  # "a growth in shipments for 2026": the date is told of that
            if none or self._habitual(hit, sentence) or self._show(hit, sentence):
                continue
            if self._state(date, hit, sentence) or self._told(hit, sentence) or self._of_noun(hit, sentence):
                continue
            between = sentence.low[left - sentence.start : right - sentence.start]
            if self._syntax("event-occasion").fullmatch(words) and any(
                h.kind == "attr" and h.key == hit.key and h.start > max(hit.end, date.end) for h in sentence.hits
            ):
                continue  # "at a launch event on May 3, Acme will unveil the X100": told by the verb
            if any(p.fullmatch(words) and not sentence.led(lead, date.start) for p, lead in self._needing):
                continue
            if hit.start >= date.end and sentence.led(self._of_a_deal, hit.end):
                continue
            if hit.end <= date.start and (
                self._is_attributive(date, sentence) or self._of_telling(hit, date, sentence)
            ):
                continue
            if hit.start >= date.end and self._syntax("event-other").search(between):
                continue
            passed = [d for d in sentence.dates if left <= d.start and d.end <= right]
            if hit.end <= date.start and any(sentence.followed(self._next_act, d.end) for d in passed):
                continue
            others = len(passed)
            if hit.key not in self._told_at and sentence.led(self._at_event if others else self._at_fair, date.start):
                continue
            if others and self._in_turn.things(date, hit, sentence, self._types[hit.key]):
                others = 0  # "starts with the X100 in May and the X200 in June"
            if hit.key in self._once and self._is_nearer(date, hit, sentence, gap, tokens):
                continue
            score = 1.0 / (1.0 + weights.decay * gap) * weights.other_date**others
            if self._syntax("event-break").search(between):
                score *= weights.break_between
            if "," in between:
                score *= weights.comma_between
            if hit.start > date.end:
                score *= weights.behind
            if hit.value == "weak":
                score *= weights.weak
            score += weights.longer * (hit.end - hit.start)
            if best is None or score > best[0]:
                best = (score, hit)
        return best if best and best[0] >= weights.threshold else None
