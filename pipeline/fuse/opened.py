"""The knowledge table while it is being made: cells and claims come out one by one, in the order of the files of a run.
A million claims never stand in memory as finished rows; who wants them all at once takes ``build_table``.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Container, Iterable, Iterator
from functools import cached_property
from heapq import merge
from itertools import chain, groupby
from operator import attrgetter, itemgetter

from pipeline.errors import InputError
from pipeline.fuse.finds import source_of
from pipeline.fuse.material import prepare
from pipeline.fuse.observe import Observation
from pipeline.fuse.packing import pack, unpack
from pipeline.fuse.portions import Judging, keys_of
from pipeline.fuse.rows import article_rows, claim_of, refused
from pipeline.fuse.source import Shared, Source
from pipeline.fuse.suspect import find_flags
from pipeline.fuse.thinning import thinned
from pipeline.model import ALONE, ArticleRow, Cell, Digest, Flag, Hands, LightClaim, Reading, Rejected
from pipeline.rulebook import Rulebook


def digest(reading: Reading, rulebook: Rulebook) -> Digest:
    """What the table needs of one article, packed: a pure function of the reading and the rules."""
    data = pack(source_of(reading, rulebook))
    name, claims = reading.article.name, len(reading.claims)
    return Digest(name=name, claims=claims, fingerprint=rulebook.fingerprint, data=data)


class OpenTable:
    """The table of many articles. ``articles`` are there at once, :attr:`flags` when they have been asked for once;
    :attr:`cells`, :attr:`claims` and :attr:`texts` are made anew each time they are read: cells in the order of their
    subjects without regard to case, claims and texts in the order of their articles. ``hands`` are those that make it.
    """

    def __init__(
        self,
        readings: Iterable[Reading | Digest],
        rulebook: Rulebook,
        rejected: Iterable[Rejected] = (),
        min_confidence: float = 0.0,
        hands: Hands = ALONE,
    ) -> None:
        """Claims below ``min_confidence`` are compared with nothing, but are among the claims. ``hands`` make a large
        table; a small one is made here.

        Never raises for what an article says; raises InputError for a digest made with other rules.
        """
        self.fingerprint = rulebook.fingerprint
        sources = thinned(_sources(readings, rulebook), rulebook.verdicts.origins)
        self._unsure: dict[str, list[LightClaim]] = defaultdict(list)
        if min_confidence > 0:
            sources = [self._sure(source, min_confidence) for source in sources]
        limits = rulebook.batch.table
        large = sum(len(source.claims) for source in sources) >= limits.claims * limits.least
        self.hands = hands if large else ALONE
        self.material = prepare(sources, rulebook, self.hands)
        self.articles = self._rows(rejected)
        self._origins = {row.article: row.origin for row in self.articles}

    @cached_property
    def flags(self) -> tuple[Flag, ...]:
        """All flags, by their place; found when they are first asked for."""
        return tuple(sorted(find_flags(self.material), key=_flag_order))

    @property
    def cells(self) -> Iterator[Cell]:
        """All cells, by subject without regard to case, then by attribute."""
        return self.cells_about(lambda _: True)

    def cells_about(self, wanted: Callable[[str], bool]) -> Iterator[Cell]:
        """Those of the wanted subjects; no others are judged."""
        return self.judging.cells(key for key in keys_of(self.material) if wanted(key[0]))

    @cached_property
    def judging(self) -> Judging:
        """Whoever judges the cells, when all flags have been found."""
        return Judging(self.material, self.flags)

    @property
    def claims(self) -> Iterator[LightClaim]:
        """All claims with their origin, by article; those that are not sure enough behind the others."""
        sure = groupby(self.material.observations, key=lambda found: found.article.name)
        told = ((name, map(claim_of, alike)) for name, alike in sure)
        left_out = ((name, iter(self._left_out(name))) for name in sorted(self._unsure))
        for _, claims in merge(told, left_out, key=itemgetter(0)):
            yield from claims

    def claims_of(self, idents: Container[str], subjects: Container[str] | None = None) -> list[LightClaim]:
        """The claims of these ids, in the order of :attr:`claims`; where subjects are given, of these only."""
        found = [claim_of(one) for one in self._about(subjects) if one.claim.id in idents]
        found += [claim for name in sorted(self._unsure) for claim in self._left_out(name) if claim.id in idents]
        found = [claim for claim in found if subjects is None or claim.subject in subjects]
        return sorted(found, key=lambda claim: claim.article)

    def _about(self, subjects: Container[str] | None) -> Iterable[Observation]:
        """The observations of these subjects, or all."""
        if subjects is None:
            return self.material.observations
        groups = (conditions for (name, _), conditions in self.material.groups.items() if name in subjects)
        some = chain.from_iterable(members for conditions in groups for members in conditions.values())
        return sorted(some, key=attrgetter("order"))

    def _left_out(self, name: str) -> list[LightClaim]:
        """The claims of an article that are not sure enough."""
        claims = sorted(self._unsure.get(name, ()), key=lambda one: (one.start, one.value_start, one.id))
        return [claim._replace(origin=self._origins.get(name, "")) for claim in claims]

    @property
    def texts(self) -> Iterator[Source]:
        """All articles with their texts, by name."""
        for _, alike in groupby(sorted(self.material.sources, key=lambda one: one.name), key=lambda one: one.name):
            same = list(alike)
            yield from sorted(same, key=lambda one: one.text) if len(same) > 1 else same  # most need no unpacking

    def _sure(self, source: Source, least: float) -> Source:
        """The source with only those claims that are confident enough to be compared."""
        self._unsure[source.name] += [claim for claim in source.claims if claim.confidence < least]
        return source._replace(claims=tuple(claim for claim in source.claims if claim.confidence >= least))

    def _rows(self, rejected: Iterable[Rejected]) -> tuple[ArticleRow, ...]:
        more = Counter({name: len(claims) for name, claims in self._unsure.items()})
        rows = [*article_rows(self.material, more), *refused(rejected)]
        return tuple(sorted(rows, key=lambda row: (row.article, row.status, row.url)))


def _sources(readings: Iterable[Reading | Digest], rulebook: Rulebook) -> Iterator[Source]:
    shared = Shared()
    for reading in readings:
        if isinstance(reading, Reading):
            yield source_of(reading, rulebook, shared)
        elif reading.fingerprint != rulebook.fingerprint:
            raise InputError("its digest was made with other rules", reading.name, "digest the article anew")
        else:
            yield unpack(reading.data, shared)


def _flag_order(flag: Flag) -> tuple[str, int, int, str, str, str]:
    return (flag.article, flag.start, flag.end, flag.kind, flag.claim, flag.evidence)
