"""Who is one voice: articles that share an author, a declared original or copied text, and passages quoted from others.
Verdicts count what comes out here. Links are joined (union-find), and every link keeps its reason in words.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from pipeline.fuse.names import Names, people, plain
from pipeline.fuse.passages import body, containment, paragraphs, pieces
from pipeline.model import Article, Claim
from pipeline.rulebook.verdicts import OriginRules

_HOLDERS = 64


@dataclass(frozen=True)
class Link:
    """Why ``later`` shares its origin with ``earlier``; ``copy`` where it is the same text again."""

    earlier: int
    later: int
    reason: str
    copy: bool


@dataclass
class Origins:
    """The origin of every article and claim of a batch; articles are known by their place in it."""

    names: list[str]
    reasons: list[str]
    duplicate_of: list[str]
    _rules: OriginRules
    _known: Names
    _quoted: dict[int, list[tuple[int, int, int]]] = field(default_factory=dict)

    def of_article(self, at: int) -> str:
        """The origin that an article belongs to, named after the earliest article in it."""
        return self.names[at]

    def of_claim(self, at: int, claim: Claim) -> str:
        """Whose voice a claim is: the credited source's, else that of the passage it is quoted from, else the
        article's own.
        """
        credited = self.credited(claim)
        if credited:
            return credited
        for start, end, source in self._quoted.get(at, ()):
            if start <= claim.start and claim.end <= end:
                return self.names[source]
        return self.names[at]

    def credited(self, claim: Claim) -> str:
        """The source that a claim names, or nothing where it credits nobody in particular."""
        name = claim.attribution.strip()
        if not name or plain(name) in self._rules.generic_sources:
            return ""
        key = self._known.key(name)
        return "" if not key or key in self._rules.generic_sources else self._known.canonical(name)


def find_origins(articles: Sequence[Article], rules: OriginRules, known: Names) -> Origins:
    """Origins of a batch whose articles stand in order of publication, the earliest first."""
    parent = list(range(len(articles)))
    bodies = [pieces(body(article), rules.shingle) for article in articles]
    index = _index(bodies, rules)
    links = [*_same_author(articles, rules), *_declared(articles), *_copies(articles, bodies, index, rules)]
    links.sort(key=lambda link: (link.later, not link.copy, link.earlier))
    for link in links:
        roots = sorted((_root(parent, link.earlier), _root(parent, link.later)))
        parent[roots[1]] = roots[0]
    reasons, duplicates = [""] * len(articles), [""] * len(articles)
    for link in links:
        reasons[link.later] = reasons[link.later] or link.reason
        if link.copy:
            duplicates[link.later] = duplicates[link.later] or articles[link.earlier].name
    names = [articles[_root(parent, at)].name for at in range(len(articles))]
    origins = Origins(names, reasons, duplicates, rules, known)
    origins._quoted = _quotations(articles, bodies, index, names, rules)
    return origins


def _root(parent: list[int], at: int) -> int:
    while parent[at] != at:
        parent[at] = parent[parent[at]]
        at = parent[at]
    return at


def _same_author(articles: Sequence[Article], rules: OriginRules) -> Iterable[Link]:
    """Two posts of one person are one voice; a desk or "staff" is nobody."""
    first: dict[str, int] = {}
    for at, article in enumerate(articles):
        signed = [(name, f"same author as {{}} ({article.author.strip()})") for name in people(article.author)]
        outlet = set(plain(article.publisher).split())
        if not signed and outlet & set(rules.personal_outlets):
            signed = [(plain(article.publisher), f"same one-person outlet as {{}} ({article.publisher})")]
        for name, reason in signed:
            if name in rules.generic_authors:
                continue
            earlier = first.setdefault(name, at)
            if earlier != at:
                yield Link(earlier, at, reason.format(articles[earlier].name), copy=False)


def _declared(articles: Sequence[Article]) -> Iterable[Link]:
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


def _index(bodies: Sequence[frozenset[int]], rules: OriginRules) -> dict[int, list[int]]:
    """Piece → articles that hold it: how candidates are found without comparing all with all.

    A large batch keeps one piece in so many; the shares are still counted on all of them.
    """
    sample = rules.sample if sum(map(len, bodies)) > rules.sample_above else 1
    index: dict[int, list[int]] = defaultdict(list)
    for at, found in enumerate(bodies):
        for piece in found:
            if piece % sample == 0:
                index[piece].append(at)
    return index


def _candidates(found: frozenset[int], index: dict[int, list[int]], before: int) -> list[int]:
    """Earlier articles that share a piece; of a piece that stands everywhere, its first holders are enough."""
    shared: set[int] = set()
    for piece in found:
        shared.update(index.get(piece, ())[:_HOLDERS])
    return sorted(at for at in shared if at < before)


def _copies(
    articles: Sequence[Article], bodies: Sequence[frozenset[int]], index: dict[int, list[int]], rules: OriginRules
) -> Iterable[Link]:
    """The same text again, whole or cut: containment of word runs, or identity where the text is short."""
    same: dict[frozenset[int], int] = {}
    for at, found in enumerate(bodies):
        if not found:
            continue
        earlier = same.setdefault(found, at)
        if earlier != at:
            yield Link(earlier, at, f"same text as {articles[earlier].name}", copy=True)
            continue
        if len(found) < rules.copy_shingles:
            continue
        for other in _candidates(found, index, at):
            if len(bodies[other]) < rules.copy_shingles:
                continue
            share = containment(found, bodies[other])
            if share >= rules.copy_containment:
                reason = f"{share:.0%} of its text stands in {articles[other].name}"
                yield Link(other, at, reason, copy=True)


def _quotations(
    articles: Sequence[Article],
    bodies: Sequence[frozenset[int]],
    index: dict[int, list[int]],
    origins: Sequence[str],
    rules: OriginRules,
) -> dict[int, list[tuple[int, int, int]]]:
    """Paragraphs that stand in an earlier article of another origin: (start, end, that article)."""
    quoted: dict[int, list[tuple[int, int, int]]] = {}
    for at, article in enumerate(articles):
        if all(origins[other] == origins[at] for other in _candidates(bodies[at], index, at)):
            continue
        for span in paragraphs(article):
            found = pieces(article.quote(span.start, span.end), rules.shingle)
            if len(found) + rules.shingle <= rules.passage_words:
                continue
            for other in _candidates(found, index, at):
                inside = len(found & bodies[other]) / len(found)
                if origins[other] != origins[at] and inside >= rules.passage_containment:
                    quoted.setdefault(at, []).append((span.start, span.end, other))
                    break
    return quoted
