"""Cells, flags and origins against what the corpus expects of them.
Gold for cells need not be complete; what counts against precision is said at each function.
"""

from __future__ import annotations

import datetime as dt
import re
from calendar import monthrange
from itertools import combinations

from pipeline.errors import GoldError
from pipeline.evaluate.corpus import Corpus, GoldCell, GoldFlag
from pipeline.evaluate.matching import Match, Matcher, folded
from pipeline.evaluate.score import Score
from pipeline.model import UNREAD, Cell, Claim, DateValue, Flag, Frozen, NumberValue, Table, TextValue, Value, Verdict

QUOTATION = "quotation"

_NUMBER = re.compile(r"([<>~]?)\s*([0-9.]+(?:e[0-9]+)?)([KMB]?)(?:\s+(\S+))?")
_DAY = re.compile(r"([0-9]{4})(?:-([0-9]{2}))?(?:-([0-9]{2}))?")
_SCALES = {"": 1.0, "K": 1e3, "M": 1e6, "B": 1e9}


class Failure(Frozen):
    """One expectation that was not met, or one result that nobody expected."""

    side: str
    what: str
    expected: str
    found: str = ""


class TableScores(Frozen):
    """A score and its failures."""

    score: Score
    failures: tuple[Failure, ...]


def read_value(text: str, attribute: str) -> Value:
    """A readable value of ``gold/cells.jsonl`` as a value. Raises GoldError where it is neither.

    >>> read_value("> 400 GB", "memory_capacity"), read_value("128K token", "context_length").low
    (NumberValue(low=400.0, high=None, unit='GB', approx=False), 128000.0)
    >>> read_value("2027-09 … 2027-12", "production_date").date_end.isoformat()
    '2027-12-31'
    """
    if attribute.endswith("_date"):
        ends = [_DAY.fullmatch(part.strip()) for part in text.split("…")]
        if not all(ends) or len(ends) > 2:
            raise GoldError(f"{text!r} is no date", "gold/cells.jsonl", "write 2027, 2027-09, or 2027-09 … 2027-12")
        spans = [_days(end) for end in ends if end]
        return DateValue(date_start=spans[0][0], date_end=spans[-1][1])
    number = _NUMBER.fullmatch(text)
    if number is None:
        return TextValue(text=text)
    sign, digits, scale, unit = number.groups()
    value = float(digits) * _SCALES[scale]
    low, high = None if sign == "<" else value, None if sign == ">" else value
    return NumberValue(low=low, high=high, unit=unit or "", approx=sign == "~")


def score_cells(corpus: Corpus, table: Table, matcher: Matcher) -> TableScores:
    """A gold cell is right when a cell of its subject, attribute and condition states all its values (core), and
    full when the verdict is the same too; ``missed`` otherwise.

    Wrong are cells of two or more origins that share subject and attribute with gold but fit none of it, and
    disagreements that gold does not know.
    """
    claims = {claim.id: claim for claim in table.claims}
    score, failures = Score(), []
    fitting: set[str] = set()
    for gold in corpus.cells:
        cells = [cell for cell in table.cells if _fits(gold, cell, matcher)]
        fitting |= {cell.id for cell in cells}
        stating = [cell for cell in cells if _states(gold, cell, claims, matcher)]
        right = [cell for cell in stating if cell.verdict is gold.verdict]
        score += Score(right=int(bool(stating)), full=int(bool(right)), missed=int(not stating))
        if not right:
            what = "verdict" if stating else "values" if cells else "not found"
            failures.append(Failure(side="missed", what=what, expected=_expected(gold), found=_found(stating or cells)))
    expected = {(matcher.key(gold.subject), gold.attribute) for gold in corpus.cells}
    for cell in table.cells:
        told = (matcher.key(cell.subject), cell.attribute) in expected and cell.verdict is not Verdict.SINGLE_SOURCE
        if cell.id not in fitting and corpus.cells and (told or cell.verdict is Verdict.DISAGREEMENT):
            score += Score(wrong=1)
            failures.append(Failure(side="wrong", what=cell.verdict.value, expected="", found=_found([cell])))
    return TableScores(score=score, failures=tuple(failures))


def score_flags(corpus: Corpus, table: Table, matcher: Matcher) -> TableScores:
    """A gold flag is right when a flag of its kind, article and attribute overlaps its quote; each flag that fits no
    gold one is wrong. Full asks for the same subject too.
    """
    texts = {article.name: article.text for article in table.texts}
    score, failures = Score(), []
    used: set[int] = set()
    for gold in corpus.flags:
        near = [i for i, flag in enumerate(table.flags) if _meets(gold, flag, texts.get(gold.article, ""))]
        hits = [i for i in near if table.flags[i].kind == gold.kind]
        full = [i for i in hits if not gold.subject or matcher.same_name(gold.subject, table.flags[i].subject)]
        used |= set(hits)
        score += Score(right=int(bool(hits)), full=int(bool(full)), missed=int(not hits))
        if not hits:
            others = "; ".join(sorted({table.flags[i].kind for i in near}))
            expected = f"{gold.kind} · {gold.article} · {gold.quote!r}"
            failures.append(Failure(side="missed", what=gold.kind, expected=expected, found=others))
    for i, flag in enumerate(table.flags):
        if corpus.flags and i not in used:
            words = texts.get(flag.article, "")[flag.start : flag.end]
            found = f"{flag.article} · {flag.subject} · {flag.attribute} · {words!r}: {flag.explanation}"
            score += Score(wrong=1)
            failures.append(Failure(side="wrong", what=flag.kind, expected="", found=found))
    return TableScores(score=score, failures=tuple(failures))


def score_origins(corpus: Corpus, table: Table) -> TableScores:
    """Pairs of articles that are one voice: right where gold says so too.

    A quotation makes one voice of a single claim, not of two articles: its pair counts neither way.
    """
    origin = {row.article: row.origin for row in table.articles if row.status not in UNREAD}
    told = {pair: group.relation for group in corpus.origins for pair in combinations(sorted(group.articles), 2)}
    gold = {pair: relation for pair, relation in told.items() if relation != QUOTATION}
    same = {pair for pair in combinations(sorted(origin), 2) if origin[pair[0]] == origin[pair[1]] != ""}
    missed, wrong = sorted(set(gold) - same), sorted(same - set(told)) if corpus.origins else []
    right = len(gold) - len(missed)
    failures = [Failure(side="missed", what=gold[pair], expected=" = ".join(pair)) for pair in missed]
    failures += [Failure(side="wrong", what="one origin", expected="", found=" = ".join(pair)) for pair in wrong]
    score = Score(right=right, full=right, missed=len(missed), wrong=len(wrong))
    return TableScores(score=score, failures=tuple(failures))


def _fits(gold: GoldCell, cell: Cell, matcher: Matcher) -> bool:
    if cell.attribute != gold.attribute or not matcher.same_name(cell.subject, gold.subject):
        return False
    return all(_same(value, cell.condition.get(key, ""), matcher) for key, value in gold.condition.items())


def _same(gold: str, found: str, matcher: Matcher) -> bool:
    """A word that names may drop ("CPU") still counts as the value of a condition."""
    return folded(gold) == folded(found) or matcher.same_text(gold, found)


def _states(gold: GoldCell, cell: Cell, claims: dict[str, Claim], matcher: Matcher) -> bool:
    said = [claims[ident].value for ident in (*cell.claims, *cell.likely_errors) if ident in claims]
    wanted = [read_value(text, gold.attribute) for text in gold.values]
    return all(any(matcher.values(want, value) is not Match.NONE for value in said) for want in wanted)


def _meets(gold: GoldFlag, flag: Flag, text: str) -> bool:
    if flag.article != gold.article or (gold.attribute and flag.attribute and flag.attribute != gold.attribute):
        return False
    starts = [match.start() for match in re.finditer(re.escape(gold.quote), text)]
    return any(flag.start < start + len(gold.quote) and start < flag.end for start in starts)


def _expected(gold: GoldCell) -> str:
    condition = "".join(f" · {key}: {value}" for key, value in sorted(gold.condition.items()))
    values = ", ".join(gold.values)
    return f"{gold.subject} · {gold.attribute}{condition} · {values} · {gold.verdict.value}"


def _found(cells: list[Cell]) -> str:
    return " | ".join(
        f"{cell.subject} · {cell.attribute}"
        + "".join(f" · {key}: {value}" for key, value in sorted(cell.condition.items()))
        + f" · {', '.join(stated.text for stated in cell.values) or cell.value} · {cell.verdict.value}"
        for cell in cells[:3]
    )


def _days(match: re.Match[str]) -> tuple[dt.date, dt.date]:
    year, month, day = (int(part) if part else None for part in match.groups())
    assert year is not None
    if month is None:
        return dt.date(year, 1, 1), dt.date(year, 12, 31)
    if day is None:
        return dt.date(year, month, 1), dt.date(year, month, monthrange(year, month)[1])
    return dt.date(year, month, day), dt.date(year, month, day)
