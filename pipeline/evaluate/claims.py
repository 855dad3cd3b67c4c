"""Claims against gold, matched one to one within each article, best matches first.
What counts as right stands in docs/cli.md (specledger evaluate); the causes of errors are worked out in ``causes``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import PurePath
from typing import NamedTuple

from pipeline.evaluate.causes import Error, causes
from pipeline.evaluate.corpus import GoldClaim
from pipeline.evaluate.matching import Match, Matcher, folded
from pipeline.evaluate.score import Score
from pipeline.model import Article, Claim, Frozen
from pipeline.rulebook import Rulebook


class ClaimScores(Frozen):
    """Totals, the same by attribute and by article, and every error with its cause."""

    total: Score
    by_attribute: dict[str, Score]
    by_article: dict[str, Score]
    errors: tuple[Error, ...]


class Pairing(NamedTuple):
    """How one article's gold and predictions met; ``spare`` predictions are wrong, ``missed`` gold was not found."""

    pairs: list[tuple[GoldClaim, Claim, Match]]
    missed: list[GoldClaim]
    spare: list[Claim]


def score_claims(
    gold: Iterable[GoldClaim], found: Iterable[Claim], rulebook: Rulebook, articles: Mapping[str, Article]
) -> ClaimScores:
    """Score predictions against gold. ``articles``, by name, serve to show errors in their sentences."""
    matcher = Matcher(rulebook)
    golden: dict[str, list[GoldClaim]] = defaultdict(list)
    for line in gold:
        golden[line.article].append(line)
    predicted = by_article(found, golden, rulebook)
    by_attribute: dict[str, Score] = defaultdict(Score)
    by_name: dict[str, Score] = defaultdict(Score)
    errors: list[Error] = []
    for name in sorted(golden):
        paired = pair(golden[name], predicted.get(name, []), matcher)
        for line, _, match in paired.pairs:
            score = Score(right=1, full=int(match is Match.FULL))
            by_attribute[line.attribute] += score
            by_name[name] += score
        for line in paired.missed:
            by_attribute[line.attribute] += Score(missed=1)
            by_name[name] += Score(missed=1)
        for claim in paired.spare:
            by_attribute[claim.attribute] += Score(wrong=1)
            by_name[name] += Score(wrong=1)
        errors += causes(golden[name], paired.pairs, paired.missed, paired.spare, matcher, articles.get(name))
    return ClaimScores(
        total=sum(by_name.values(), Score()),
        by_attribute=dict(sorted(by_attribute.items())),
        by_article=dict(sorted(by_name.items())),
        errors=tuple(errors),
    )


def by_article(found: Iterable[Claim], names: Iterable[str], rulebook: Rulebook) -> dict[str, list[Claim]]:
    """Predictions with a known attribute by the gold's article name, each said once."""
    known = list(names)
    stems = {PurePath(name).stem: name for name in known}
    kept: dict[str, dict[object, Claim]] = defaultdict(dict)
    for claim in found:
        base = PurePath(claim.article).name
        name = base if base in known else stems.get(PurePath(base).stem)
        if name is None or rulebook.attributes.by_name(claim.attribute) is None:
            continue
        compared = (folded(claim.qualifiers.get("baseline", "")), folded(claim.qualifiers.get("benchmark", "")))
        kept[name].setdefault((folded(claim.subject), claim.attribute, claim.value, compared), claim)
    return {name: list(claims.values()) for name, claims in kept.items()}


def pair(gold: list[GoldClaim], found: list[Claim], matcher: Matcher) -> Pairing:
    """Full matches first, then core ones, in the order of the files; optional gold neither counts nor costs."""
    matches = [[matcher.claims(line, claim) for claim in found] for line in gold]
    taken: set[int] = set()
    pairs: dict[int, int] = {}
    for wanted in (Match.FULL, Match.CORE):
        for row, line in enumerate(gold):
            if line.optional or row in pairs:
                continue
            column = next((i for i, match in enumerate(matches[row]) if i not in taken and match >= wanted), None)
            if column is not None:
                pairs[row] = column
                taken.add(column)
    spare = [
        claim
        for i, claim in enumerate(found)
        if i not in taken and not any(matches[row][i] for row in range(len(gold)))
    ]
    return Pairing(
        pairs=[(gold[row], found[i], matches[row][i]) for row, i in sorted(pairs.items())],
        missed=[line for row, line in enumerate(gold) if not line.optional and row not in pairs],
        spare=spare,
    )
