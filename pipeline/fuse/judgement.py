"""What a judge says: a verdict with its pair, and the sentences that tell a reader why.
Sentences about several voices that cannot be held against each other are found here too.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import NamedTuple

from pipeline.fuse.compare import Comparison, Relation
from pipeline.fuse.observe import Amount, Measure, Observation
from pipeline.fuse.readable import stated
from pipeline.fuse.reconcile import Reason
from pipeline.fuse.witnesses import Witnesses
from pipeline.model import Modality, Noted, Verdict

Relate = Callable[[Observation, Observation], tuple[Comparison, Reason | None]]
Weight = tuple[bool, int, tuple[int, float]]
Said = tuple[Measure, Amount | None, bool]


class Voice(NamedTuple):
    """One observation as a cell hears it; a supporting one comes from a wider or narrower condition."""

    found: Observation
    supports: bool


class Heard:
    """The independent voices of a cell; ``credit`` are the origins of those of its articles that credit a source."""

    def __init__(self, voices: Sequence[Voice], credit: Collection[str] = ()) -> None:
        self.voices = voices
        self.credit = credit
        self._kinds: dict[Said, list[Voice]] = {}

    @property
    def kinds(self) -> dict[Said, list[Voice]]:
        """The same by what they say: judging asks for it several times."""
        kinds = self._kinds
        if not kinds:
            for voice in self.voices:
                kinds.setdefault(what_of(voice.found), []).append(voice)
        return kinds


class Judgement(NamedTuple):
    """A verdict, the sentence that says why, and the two observations whose comparison decided.

    ``name`` is the reason that reconciles; ``weight`` ranks what several pairs would say.
    """

    verdict: Verdict
    reason: str
    pair: tuple[Observation, ...] = ()
    name: str = ""
    weight: Weight = (False, 0, (0, 0.0))


def what_of(found: Observation) -> Said:
    """What an observation says, whoever says it."""
    return (found.measure, found.converted, found.claim.modality is Modality.NEGATED)


def in_fixed_order(said: Collection[Said]) -> list[Said]:
    """Things said in an order that is the same in every run: that of their letters."""
    if len(said) < 2:
        return list(said)
    return sorted(said, key=lambda what: f"({letters(what[0])}, {letters(what[1])}, {what[2]})")


letters: Noted[object] = Noted(repr)
"""What a measure is sorted by."""


def denied(found: Observation) -> str:
    """The word that makes a denial of a value."""
    return "not " if found.claim.modality is Modality.NEGATED else ""


def is_ratio(found: Observation) -> bool:
    """Whether an observation is of a multiplier."""
    return found.claim.attribute.endswith("_ratio")


def said(found: Observation) -> str:
    """An observation as its article states it, with the article's name and the source that it credits."""
    ratio = is_ratio(found)
    voice = f"{found.claim.attribution.strip()}, in " if found.claim.attribution.strip() else ""
    return f"{denied(found)}{stated(found.claim.value, ratio)} ({voice}{found.claim.article})"


def compatible(pair: tuple[Observation, Observation], found: Comparison) -> Judgement:
    """Two values that meet."""
    return Judgement(Verdict.COMPATIBLE, f"{said(pair[0])} and {said(pair[1])} meet: {found.how}.", pair)


def explained(pair: tuple[Observation, Observation], reason: Reason) -> Judgement:
    """Two values that differ for a named reason."""
    text = f"{said(pair[0])} and {said(pair[1])} differ, but {reason.sentence} ({reason.name})."
    return Judgement(Verdict.EXPLAINED, text, pair, reason.name)


def disagreement(pair: tuple[Observation, Observation]) -> Judgement:
    """Two values that cannot both hold."""
    text = f"{said(pair[0])} and {said(pair[1])} cannot both hold, and no known reason reconciles them."
    return Judgement(Verdict.DISAGREEMENT, text, pair)


def alone(found: Observation) -> Judgement:
    """What :func:`single` says of one voice, and most cells have no more."""
    return Judgement(Verdict.SINGLE_SOURCE, f"Only {found.origin} says so.")


def single(voices: Sequence[Voice], own: Sequence[str], witnesses: Witnesses, relate: Relate) -> Judgement:
    """One voice, or several of which no two can be held against each other."""
    heard = [voice.found for voice in voices if not voice.supports]
    articles = sorted({found.claim.article for found in heard})
    articles_of = sorted({witnesses.of(found) for found in heard})
    ratio = voices[0].found.claim.attribute.endswith("_ratio")
    if len(own) > 1 and len(articles_of) == 1:
        told = list(dict.fromkeys(map(said, heard)))
        who = (
            "One article is" if len(articles) == 1 else f"{len(articles)} articles of one voice, {articles_of[0]}, are"
        )
        text = f"{who} the only witness, for itself and for those it credits: {', '.join(told[:4])}."
    elif len(own) > 1:
        text = _side_by_side(heard, len(own), relate)
    else:
        name = own[0] if own else voices[0].found.origin
        more = _differing(heard, ratio)
        one = f"{len(articles)} articles, but all are the voice of {name}." if len(articles) > 1 else ""
        text = f"{one or f'Only {name} says so.'}{more}"
    return Judgement(Verdict.SINGLE_SOURCE, text)


def _side_by_side(heard: Sequence[Observation], origins: int, relate: Relate) -> str:
    """Why the values of several origins are not held against each other."""
    one = {what_of(found): found for found in reversed(heard)}
    first, *others = sorted(one.values(), key=lambda found: found.order)
    for other in others:
        found, _ = relate(first, other)
        if found.relation is Relation.UNKNOWN:
            both = f"{said(first)} and {said(other)}"
            return f"{origins} origins speak of it, but {both} cannot be compared: {found.how}."
    return f"{origins} origins speak of it, but none says under which condition, so {said(first)} stands alone."


def _differing(heard: Sequence[Observation], ratio: bool) -> str:
    """The values that one voice gives, where it gives several; bounds that point apart are told as such."""
    texts = sorted({stated(found.claim.value, ratio) for found in heard})
    if len(texts) < 2:
        return ""
    one = list({found.measure: found for found in heard}.values())
    for at, a in enumerate(one):
        for b in one[at + 1 :]:
            if _turned(a.measure, b.measure):
                return f" Its bounds differ: {said(a)}, {said(b)}."
    return f" It gives {' and '.join(texts[:4])}."


def _turned(a: Measure, b: Measure) -> bool:
    """Whether one number is a lower bound and the other an upper one."""
    if not (isinstance(a, Amount) and isinstance(b, Amount)):
        return False
    return (a.low is None) != (b.low is None) and (a.high is None) != (b.high is None)


def names_of_origins(names: Sequence[str]) -> str:
    """The first few names, and how many more there are."""
    shown = ", ".join(names[:5])
    return f"{shown} and {len(names) - 5} more" if len(names) > 5 else shown
