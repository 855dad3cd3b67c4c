"""Who is one voice: articles that share an author, a declared original or copied text, and passages quoted from others.
Verdicts count what comes out here. Links are joined (union-find), and every link keeps its reason in words.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from pipeline.fuse.names import Names, people, plain
from pipeline.fuse.overlaps import Overlaps
from pipeline.fuse.source import Source
from pipeline.model import LightClaim
from pipeline.rulebook.verdicts import OriginRules


@dataclass(frozen=True)
class Link:
    """Why ``later`` shares its origin with ``earlier``; ``copy`` where it is the same text again."""

    earlier: int
    later: int
    reason: str
    copy: bool


class Joined(NamedTuple):
    """Which articles are one voice: for each article the first of its voice, why it is of that voice, and the article
    that it is a copy of (its own place where it is none); ``quoted`` passages are (start, end, article they are from).
    """

    first: list[int]
    reasons: list[str]
    copy_of: list[int]
    quoted: dict[int, list[tuple[int, int, int]]]


class Origins:
    """The origin of every article and claim of a batch; articles are known by their place in it. ``quoted`` are the
    passages of articles that are another's words.
    """

    def __init__(self, articles: Sequence[Source], joined: Joined, rules: OriginRules, known: Names) -> None:
        self.names = [articles[first].name for first in joined.first]
        self.reasons = joined.reasons
        self.duplicate_of = [articles[of].name if of != at else "" for at, of in enumerate(joined.copy_of)]
        self.quoted = joined.quoted
        self._rules = rules
        self._known = known

    def of_article(self, at: int) -> str:
        """The origin that an article belongs to, named after the earliest article in it."""
        return self.names[at]

    def of_words(self, at: int, claim: LightClaim) -> str:
        """Whose words a claim is in that credits nobody: those of the passage it is quoted from, else the article's."""
        for start, end, source in self.quoted.get(at, ()):
            if start <= claim.start and claim.end <= end:
                return self.names[source]
        return self.names[at]

    def credited(self, attribution: str) -> str:
        """The source that a claim names, or nothing where it credits nobody in particular."""
        name = attribution.strip()
        if not name or plain(name) in self._rules.generic_sources:
            return ""
        key = self._known.key(name)
        return "" if not key or key in self._rules.generic_sources else self._known.canonical(name)


def find_origins(articles: Sequence[Source], rules: OriginRules, known: Names) -> Origins:
    """Origins of a batch whose articles stand in order of publication, the earliest first."""
    return Origins(articles, joined(articles, rules), rules, known)


def joined(articles: Sequence[Source], rules: OriginRules) -> Joined:
    """Which of these articles are one voice."""
    parent = list(range(len(articles)))
    overlaps = Overlaps(articles, rules)
    links = [*_same_author(articles, rules), *_declared(articles), *_copies(articles, overlaps, rules)]
    links.sort(key=lambda link: (link.later, not link.copy, link.earlier))
    for link in links:
        roots = sorted((_root(parent, link.earlier), _root(parent, link.later)))
        parent[roots[1]] = roots[0]
    reasons, copy_of = [""] * len(articles), list(range(len(articles)))
    for link in links:
        reasons[link.later] = reasons[link.later] or link.reason
        if link.copy and copy_of[link.later] == link.later:
            copy_of[link.later] = link.earlier
    first = [_root(parent, at) for at in range(len(articles))]
    return Joined(first, reasons, copy_of, _quotations(articles, overlaps, first, rules))


def _root(parent: list[int], at: int) -> int:
    while parent[at] != at:
        parent[at] = parent[parent[at]]
        at = parent[at]
    return at


def _same_author(articles: Sequence[Source], rules: OriginRules) -> Iterable[Link]:
    """Two posts of one person are one voice; a desk or "staff" is nobody."""
    first: dict[str, int] = {}
    for at, article in enumerate(articles):
        signed = [(name, "same author as", article.author.strip()) for name in people(article.author)]
        outlet = set(plain(article.publisher).split())
        if not signed and outlet & set(rules.personal_outlets):
            signed = [(plain(article.publisher), "same one-person outlet as", article.publisher)]
        for name, reason, shown in signed:
            if name in rules.generic_authors:
                continue
            earlier = first.setdefault(name, at)
            if earlier != at:
                yield Link(earlier, at, f"{reason} {articles[earlier].name} ({shown})", copy=False)


def _declared(articles: Sequence[Source]) -> Iterable[Link]:
    """A page that declares another page as its original is that page again."""
    first: dict[str, int] = {}
    for at, article in enumerate(articles):
        for url in dict.fromkeys((article.canonical, article.url)):
            key = _address(url)
            if key:
                earlier = first.setdefault(key, at)
                if earlier != at:
                    yield Link(earlier, at, f"declares the same original as {articles[earlier].name} ({url})", True)


def _address(url: str) -> str:
    """An address without what does not tell pages apart; a bare host names no page."""
    _, _, rest = url.strip().partition("://")
    host, _, path = rest.split("#")[0].partition("/")
    path = path.rstrip("/")
    return f"{host.removeprefix('www.').casefold()}/{path}" if path else ""


def _copies(articles: Sequence[Source], overlaps: Overlaps, rules: OriginRules) -> Iterable[Link]:
    """The same text again, whole or cut: containment of word runs, or identity where the text is short."""
    same: dict[bytes, int] = {}
    for at, article in enumerate(articles):
        earlier = same.setdefault(article.finds.same, at) if article.finds.same else at
        if earlier != at:
            yield Link(earlier, at, f"same text as {articles[earlier].name}", copy=True)
            continue
        size = overlaps.sizes[at]
        if size < overlaps.least_copy or not overlaps.shares(at):
            continue
        others, counts = overlaps.before(at)
        sizes = overlaps.sizes[others]
        shares = counts / np.minimum(size, sizes)
        copied = (sizes >= overlaps.least_copy) & (shares >= rules.copy_containment)
        for other, share in zip(others[copied].tolist(), shares[copied].tolist(), strict=True):
            yield Link(other, at, f"{share:.0%} of its text stands in {articles[other].name}", copy=True)


def _quotations(
    articles: Sequence[Source], overlaps: Overlaps, first: Sequence[int], rules: OriginRules
) -> dict[int, list[tuple[int, int, int]]]:
    """Paragraphs that stand in an earlier article of another origin: (start, end, that article)."""
    quoted: dict[int, list[tuple[int, int, int]]] = {}
    quotable = overlaps.quotable(articles, rules.passage_containment)
    numbers: dict[str, int] = {}
    voices = np.array([numbers.setdefault(articles[of].name, len(numbers)) for of in first], dtype=np.int64)
    rival = np.zeros(len(articles), dtype=bool)
    for at in range(len(articles)):
        if not quotable[at] or not overlaps.shares(at):
            continue
        others, counts = overlaps.before(at)
        rivals = others[(counts >= overlaps.least_quote) & (voices[others] != voices[at])]
        rival[rivals] = True
        for passage in quotable[at] if len(rivals) else ():
            earlier, shared = overlaps.shared(passage, at)
            holders = earlier[(shared / len(passage.low) >= rules.passage_containment) & rival[earlier]]
            if len(holders):
                quoted.setdefault(at, []).append((passage.start, passage.end, int(holders[0])))
        rival[rivals] = False
    return quoted
