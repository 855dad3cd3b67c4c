"""A part of a table that another process can judge: whole subjects with their claims, in a form that travels cheaply.
A claim goes as one flat tuple, its article's part once a portion; what cells are made of is all there, nothing else.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

import numpy as np

from pipeline.fuse.bench import Bench, Court
from pipeline.fuse.cells import Key, drafts
from pipeline.fuse.marked import ClaimKey, Marked, claim_key
from pipeline.fuse.material import Material
from pipeline.fuse.observe import Amount, Condition, Observation
from pipeline.fuse.packing import raw_days, raw_value, value_of
from pipeline.fuse.rows import cell_of
from pipeline.fuse.source import Finds, LightClaim, LightDate, Shared, Source
from pipeline.model import Cell, DateValue, Flag, Severity

Groups = Mapping[Key, Mapping[Condition, Sequence[Observation]]]
Raw = tuple[Any, ...]

_NOTHING = Finds(b"", np.empty(0, dtype=np.int64))


class Portion(NamedTuple):
    """Some subjects. ``groups`` hold places in ``claims``: one list a condition, and the claims of kindred subjects."""

    claims: list[Raw]
    articles: list[Raw]
    groups: list[tuple[list[list[int]], list[int]]]
    flags: dict[ClaimKey, list[Flag]]
    latest: Raw | None


class Cutter:
    """Cuts a table into portions of about ``size`` claims, in the order of its keys. Subjects that differ in nothing
    but case stay together, since their cells stand side by side in the files.
    """

    def __init__(
        self, material: Material, kindred: Mapping[Key, Sequence[Observation]], flags: Mapping[ClaimKey, list[Flag]]
    ) -> None:
        self._material = material
        self._kindred = kindred
        self._flags = flags
        self._flagged = {ident for _, ident in flags}
        self._is_money = cache(material.observer.is_money)
        self._values: dict[int, Raw] = {}  # by the identity of values, which live as long as the material
        self._start()

    def _start(self) -> None:
        self._rows: list[Raw] = []
        self._places: dict[int, int] = {}
        self._articles: dict[int, int] = {}
        self._dated: set[int] = set()
        self._groups: list[tuple[list[list[int]], list[int]]] = []
        self._held: dict[ClaimKey, list[Flag]] = {}

    def portions(self, keys: Sequence[Key], size: int) -> Iterator[Portion]:
        """The portions of these keys."""
        subject = ""
        for key in keys:
            folded = key[0].casefold()
            if folded != subject and len(self._rows) >= size:
                yield self._portion()
            subject = folded
            conditions = [list(map(self._place, members)) for members in self._material.groups[key].values()]
            self._groups.append((conditions, list(map(self._place, self._kindred.get(key, ())))))
        if self._groups:
            yield self._portion()

    def _place(self, found: Observation) -> int:
        """The place of a claim in the portion, where it is put if it is not there yet."""
        place = self._places.get(found.order)
        if place is None:
            place = self._places[found.order] = len(self._rows)
            if found.claim.id in self._flagged and (flags := self._flags.get(claim_key(found))) is not None:
                self._held[claim_key(found)] = flags
            if isinstance(found.measure, Amount) and self._is_money(found.measure.unit):
                self._dated.add(found.at)
            self._rows.append(self._row(found, self._articles.setdefault(found.at, len(self._articles))))
        return place

    def _row(self, found: Observation, at: int) -> Raw:
        """A claim as it travels. Equal values travel as one object."""
        (
            ident, article, subject, kind, attribute, value, qualifiers, attribution, modality, quote, a, b, c, d,
            _, _, rules, _,
        ) = found.claim  # fmt: skip
        said = self._values.get(id(value))
        if said is None:
            said = self._values[id(value)] = raw_value(value)
        return (
            ident, article, subject, kind, attribute, said, qualifiers, attribution, modality, quote, a, b, c, d, rules,
            at, found.origin, found.condition, found.measure, found.converted, found.vague, found.settled, found.order,
        )  # fmt: skip

    def _portion(self) -> Portion:
        latest = self._material.latest
        articles = [self._article(at) for at in self._articles]
        made = Portion(self._rows, articles, self._groups, self._held, raw_days(latest))
        self._start()
        return made

    def _article(self, at: int) -> Raw:
        """What judging needs of an article; its dates only where they may explain a rate."""
        source, origins = self._material.sources[at], self._material.origins
        dates = [(*date[:2], raw_days(date.value), *date[3:]) for date in source.dates] if at in self._dated else []
        published, reference = raw_days(source.published), raw_days(self._material.reference[at])
        return (source.name, source.packed, published, reference, dates, origins.names[at], origins.reasons[at])


def cells_of(portion: Portion, court: Court) -> Iterator[Cell]:
    """The cells of a portion, as the whole table has them."""
    claims, bench = claims_of(portion, court)
    excluded = kept_out(portion.flags)
    for places, more in portion.groups:
        members = [[claims[at] for at in alike] for alike in places]
        conditions = {alike[0].condition: alike for alike in members}
        yield from judged(conditions, [claims[at] for at in more], excluded, bench, portion.flags)


def claims_of(portion: Portion, court: Court) -> tuple[list[Observation], Bench]:
    """The claims of a portion, with those who judge them."""
    shared = Shared()
    sources, references = [], []
    for name, packed, published, reference, dates, _, _ in portion.articles:
        sources.append(_source(name, packed, _date(published, shared), dates, shared))
        references.append(_date(reference, shared))
    own, reasons = ([article[at] for article in portion.articles] for at in (5, 6))
    told = {at: source.dates for at, source in enumerate(sources)}
    bench = court.bench(own, reasons, told, _date(portion.latest, shared))
    return _observations(portion.claims, sources, references, court), bench


def judged(
    conditions: Mapping[Condition, Sequence[Observation]],
    kindred: Sequence[Observation],
    excluded: Marked,
    bench: Bench,
    flags: Mapping[ClaimKey, Sequence[Flag]],
) -> Iterator[Cell]:
    """The cells of one subject and attribute."""
    for draft in drafts(conditions, excluded, bench.judge, kindred):
        yield cell_of(draft, bench, flags)


def kept_out(flags: Mapping[ClaimKey, Sequence[Flag]]) -> Marked:
    """The claims that flags keep out of verdicts: those with any that is more than a hint."""
    return Marked(key for key, found in flags.items() if any(flag.severity is not Severity.INFO for flag in found))


def by_claim(flags: Sequence[Flag]) -> dict[ClaimKey, list[Flag]]:
    """Flags by the claim they are on."""
    found: dict[ClaimKey, list[Flag]] = defaultdict(list)
    for flag in flags:
        if flag.claim:
            found[flag.article, flag.claim].append(flag)
    return dict(found)


def _source(name: str, packed: bytes, published: DateValue | None, dates: list[Raw], shared: Shared) -> Source:
    """An article with what was sent of it."""
    told = tuple(LightDate(a, b, shared.made(days, value_of), fine, relative) for a, b, days, fine, relative in dates)
    return Source(name, "", "", "", "", "", published, "", "", (), 0, packed, (), told, _NOTHING)


def _observations(
    rows: Sequence[Raw], sources: Sequence[Source], references: Sequence[DateValue | None], court: Court
) -> list[Observation]:
    """The claims as they were before they travelled."""
    value, rule = cache(value_of), cache(court.observer.attribute)
    make = tuple.__new__  # what the type's own maker does, without its detour
    found = []
    for (
        ident, article, subject, kind, attribute, said, qualifiers, attribution, modality, quote, a, b, c, d, rules,
        at, origin, condition, measure, converted, vague, settled, order,
    ) in rows:  # fmt: skip
        claim = make(
            LightClaim,
            (
                ident, article, subject, kind, attribute, value(said), qualifiers, attribution, modality, quote,
                a, b, c, d, None, "", rules, 1.0,
            ),
        )  # fmt: skip
        found.append(
            Observation(
                claim, sources[at], at, origin, references[at], condition, measure, rule(attribute), converted,
                vague, settled, order,
            )
        )  # fmt: skip
    return found


def _date(raw: Raw | None, shared: Shared) -> DateValue | None:
    date: DateValue | None = None if raw is None else shared.made(raw, value_of)
    return date
