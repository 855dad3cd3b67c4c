"""An evaluation as text for the terminal: totals, the weakest attributes, errors by cause with their sentences.
The page for reading at length is ``pipeline.export.page`` with the template ``errors.html``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from pipeline.evaluate.causes import Error
from pipeline.evaluate.evaluation import Evaluation
from pipeline.evaluate.score import Score
from pipeline.export.page import render

SIDES = {"missed": "Missed", "wrong": "Wrong", "core": "Right in the core only"}


def as_lines(evaluation: Evaluation, by: str = "attribute", errors: int = 3) -> Iterator[str]:
    """The whole text; ``errors`` are shown for each cause, 0 shows none."""
    scores = evaluation.claims.by_article if by == "article" else evaluation.claims.by_attribute
    yield f"{evaluation.folder}: {evaluation.articles} articles"
    yield from (f"not read: {line}" for line in evaluation.unread)
    yield ""
    yield _header(by)
    for name, score in sorted(scores.items(), key=lambda item: (-item[1].gold, item[0])):
        yield _line(name, score)
    yield _line("all claims", evaluation.claims.total)
    for name, table in evaluation.tables.items():
        yield _line(name, table.score)
    if not errors:
        return
    for side, cause, group in by_cause(evaluation.claims.errors):
        yield ""
        yield f"{SIDES[side]}, {cause}: {len(group)}"
        for error in group[:errors]:
            yield from _error(error)
        if len(group) > errors:
            yield f"  … {len(group) - errors} more; --errors N shows more, --html FILE all"
    for name, table in evaluation.tables.items():
        for side in ("missed", "wrong"):
            failures = [failure for failure in table.failures if failure.side == side]
            if failures:
                yield ""
                yield f"{name.capitalize()}, {side}: {len(failures)}"
            for failure in failures[: 4 * errors]:
                yield f"  {failure.what}: {failure.expected or failure.found}"
                if failure.expected and failure.found:
                    yield f"      found {failure.found}"


def as_page(evaluation: Evaluation) -> str:
    """One HTML page with every error in its sentence, grouped by cause."""
    return render(
        "errors.html",
        evaluation=evaluation,
        sides=SIDES,
        groups=by_cause(evaluation.claims.errors),
        total=evaluation.claims.total,
        totals=[("claims", evaluation.claims.total), *((name, each.score) for name, each in evaluation.tables.items())],
        attributes=sorted(evaluation.claims.by_attribute.items(), key=lambda item: (-item[1].gold, item[0])),
        articles=sorted(evaluation.claims.by_article.items()),
    )


def by_cause(errors: Iterable[Error]) -> list[tuple[str, str, list[Error]]]:
    """Errors by side and cause, the largest group of a side first."""
    groups: dict[tuple[str, str], list[Error]] = defaultdict(list)
    for error in errors:
        groups[error.side, error.cause].append(error)
    order = list(SIDES)
    ranked = sorted(groups.items(), key=lambda item: (order.index(item[0][0]), -len(item[1]), item[0][1]))
    return [(side, cause, group) for (side, cause), group in ranked]


def _header(by: str) -> str:
    return f"{by:34} gold  precision  recall     F1   full F1   missed  wrong"


def _line(name: str, score: Score) -> str:
    rates: tuple[Any, ...] = (score.precision, score.recall, score.f1, score.full_f1)
    p, r, f, full = (f"{rate:.3f}" for rate in rates)
    return f"{name[:34]:34} {score.gold:4}      {p}   {r}  {f}     {full}   {score.missed:6} {score.wrong:6}"


def _error(error: Error) -> Iterator[str]:
    instead = f"  [{error.other}]" if error.other else ""
    yield f"  {error.article}: {error.subject} · {error.attribute} · {error.value}{instead}"
    sentence = " ".join(f"{error.before}»{error.quote}«{error.after}".split())
    yield f"      {sentence}"
