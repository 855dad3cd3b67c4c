"""Everything that those who suspect and those who judge look at: readings in order, observations, origins, dates.
It is built once a batch and never changed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from operator import attrgetter

from pipeline.fuse.bench import Bench, Court
from pipeline.fuse.cells import Key, group
from pipeline.fuse.conversions import with_conversions
from pipeline.fuse.judge import Judge
from pipeline.fuse.marked import ClaimKey
from pipeline.fuse.money import Money
from pipeline.fuse.names import Names, names_of, people, plain
from pipeline.fuse.observe import Condition, Observation, Observer
from pipeline.fuse.origins import Origins, joined
from pipeline.fuse.source import Source
from pipeline.model import ALONE, DateValue, Hands, Modality, TextValue
from pipeline.rulebook import Rulebook

_PLACE = attrgetter("claim.start", "claim.value_start", "claim.id")


@dataclass(frozen=True)
class Material:
    """One batch, prepared. ``reference`` is each article's own date: its publication, else that of the latest event
    it announces; articles are known by their place. ``bench`` judges cells; ``latest`` is the latest date of all.
    """

    rulebook: Rulebook
    sources: tuple[Source, ...]
    names: Names
    origins: Origins
    observer: Observer
    judge: Judge
    money: Money
    observations: tuple[Observation, ...]
    by_article: Mapping[int, Sequence[Observation]]
    groups: Mapping[Key, Mapping[Condition, Sequence[Observation]]]
    reference: Mapping[int, DateValue | None]
    bench: Bench
    latest: DateValue | None

    def article(self, at: int) -> Source:
        """The article in that place."""
        return self.sources[at]

    def claims_of(self, keys: Iterable[ClaimKey]) -> Iterator[Observation]:
        """What the claims of these names say."""
        wanted: dict[str, set[str]] = defaultdict(set)
        for article, ident in keys:
            wanted[article].add(ident)
        for at, source in enumerate(self.sources if wanted else ()):
            if source.name in wanted:
                idents = wanted[source.name]
                yield from (found for found in self.by_article.get(at, ()) if found.claim.id in idents)


def prepare(sources: Sequence[Source], rulebook: Rulebook, hands: Hands = ALONE) -> Material:
    """The material of a batch; the order of ``sources`` changes nothing. Origins are sought beside all else."""
    ordered = _ordered(sources)
    names = names_of(rulebook)
    court = Court(rulebook)
    observer = court.observer
    rules = rulebook.verdicts.origins
    with hands.beside(partial(joined, ordered, rules)) as voices_joined:
        reference = {at: _reference(source, rulebook) for at, source in enumerate(ordered)}
        before = _predecessors(ordered, names)
        observed = [
            observer.observe(claim, source, at, reference[at], before)
            for at, source in enumerate(ordered)
            for claim in source.claims
        ]
        observed = with_conversions(observed, observer, rulebook.verdicts.money.beside)
        outlets = {name: _outlet(name, names, rules.house_words) for name in {article.publisher for article in ordered}}
        voices = [outlets[article.publisher].union(people(article.author)) for article in ordered]
        observations = tuple(_in_place(observed, ordered))
        by_article: dict[int, list[Observation]] = defaultdict(list)
        for order, found in enumerate(observations):
            found.order = order
            by_article[found.at].append(found)
        groups = group(observations)
        origins = Origins(ordered, voices_joined(), rules, names)
    _give_origins(observations, origins, voices, names)
    dated = [date for date in reference.values() if date is not None]
    latest = max(dated, key=lambda date: (date.date_start, date.date_end), default=None)
    dates = {at: source.dates for at, source in enumerate(ordered)}
    bench = court.bench(origins.names, origins.reasons, dates, latest)
    return Material(
        rulebook,
        tuple(ordered),
        names,
        origins,
        observer,
        bench.judge,
        bench.money,
        observations,
        by_article,
        groups,
        reference,
        bench,
        latest,
    )


def _ordered(sources: Sequence[Source]) -> list[Source]:
    """The earliest first, undated ones last, then by name; the very same reading twice is one."""
    kinds: dict[tuple[int, str, str], list[Source]] = defaultdict(list)
    for source in sources:
        kinds[(*_age(source), source.url)].append(source)
    ordered: list[Source] = []
    for _, alike in sorted(kinds.items()):
        ordered += alike if len(alike) == 1 else [one for _, one in sorted({_all(one): one for one in alike}.items())]
    return ordered


def _age(source: Source) -> tuple[int, str]:
    published = source.published
    return (published.date_start.toordinal() if published else 10**7, source.name)


def _all(source: Source) -> tuple[str, str]:
    """The text of an article, and everything that is known of it, for telling apart articles of one name."""
    return (
        source.text,
        repr(
            (
                source.name,
                source.canonical,
                source.title,
                source.publisher,
                source.author,
                source.published,
                source.published_from,
                source.language,
                source.notes,
                source.claims,
                source.dates,
            )
        ),
    )


def _reference(source: Source, rulebook: Rulebook) -> DateValue | None:
    """The date an article speaks from."""
    if source.published is not None:
        return source.published
    anchors = rulebook.suspects.anachronism.anchors
    told = [
        claim.value
        for claim in source.claims
        if claim.attribute in anchors and isinstance(claim.value, DateValue) and claim.modality is Modality.ASSERTED
    ]
    fine = [date for date in told if (date.date_end - date.date_start).days <= 31]
    return max(fine, key=lambda date: (date.date_start, date.date_end), default=None)


def _predecessors(sources: Sequence[Source], names: Names) -> dict[str, str]:
    """Subject → predecessor, as the batch says it with one voice, else as the rulebook knows it."""
    told: dict[str, set[str]] = defaultdict(set)
    for source in sources:
        for claim in source.claims:
            if claim.attribute == "predecessor" and isinstance(claim.value, TextValue):
                told[claim.subject].add(names.canonical(claim.value.text))
    single = {subject: next(iter(found)) for subject, found in told.items() if len(found) == 1}
    return {**single, **names.predecessor}


def _outlet(publisher: str, names: Names, house_words: Sequence[str]) -> frozenset[str]:
    """The names under which an outlet's own voice may be credited elsewhere, beside those of its authors: its own, and
    that of the company whose newsroom it is.
    """
    outlet = plain(publisher)
    house = {names.key(outlet.removesuffix(word)) for word in house_words if outlet.endswith(f" {word}")}
    keys = {names.key(publisher), *house}
    return frozenset(key for key in keys if key)


def _in_place(observed: Iterable[Observation], sources: Sequence[Source]) -> Iterator[Observation]:
    """Observations by article and place in it; of articles of one name, those of the text that comes first."""
    named: dict[str, list[int]] = defaultdict(list)
    for at, source in enumerate(sources):
        named[source.name].append(at)
    own: dict[int, list[Observation]] = defaultdict(list)
    for found in observed:
        own[found.at].append(found)
    for _, places in sorted(named.items()):
        if len(places) > 1:
            places.sort(key=lambda at: sources[at].text)
        alike = [found for at in places for found in own.pop(at, ())]
        yield from sorted(alike, key=_PLACE)


def _give_origins(
    observations: Sequence[Observation], origins: Origins, voices: Sequence[frozenset[str]], names: Names
) -> None:
    """Gives observations their origin; a credited source that speaks for itself on the same matter is that voice."""
    sources = {name: origins.credited(name) for name in {found.claim.attribution for found in observations}}
    keys = {attribution: names.key(source) for attribution, source in sources.items() if source}
    wanted = frozenset(keys.values())
    speaking = [own & wanted for own in voices]
    speakers: dict[tuple[str, str, str], str] = {}
    for found in sorted((found for found in observations if speaking[found.at]), key=lambda one: one.at):
        for key in speaking[found.at]:
            speakers.setdefault(_matter(found, key), origins.of_article(found.at))
    own, quoted = origins.names, origins.quoted
    for found in observations:
        at, attribution = found.at, found.claim.attribution
        source = sources[attribution]
        if source:
            named = keys[attribution]
            found.origin = own[at] if named in voices[at] else speakers.get(_matter(found, named), source)
        else:
            found.origin = origins.of_words(at, found.claim) if at in quoted else own[at]


def _matter(found: Observation, key: str) -> tuple[str, str, str]:
    return (found.claim.subject, found.claim.attribute, key)
