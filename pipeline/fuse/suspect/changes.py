"""Changes told in one breath: "from $2,199 to $1,999, a $200 saving", "up 14 percent to $799 from $699".
Part of the arithmetic suspicion; it works on words, since a difference or a share of change is no claim.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from pipeline.fuse.passages import paragraphs
from pipeline.fuse.precision import stated_precision
from pipeline.fuse.readable import number
from pipeline.fuse.source import Change, Source
from pipeline.model import Article, Flag, Severity
from pipeline.rulebook.suspects import Arithmetic, ChangeRule, Figures

_ROUND = 0.2


class Figure(NamedTuple):
    """A number with what stands beside it: its currency sign or unit, lower-case, and the value of its last digit."""

    value: float
    unit: str
    step: float
    wide: float
    scaled: bool


def odd_changes(article: Article, rules: Arithmetic) -> Iterator[Change]:
    """Changes whose figures do not fit together."""
    for rule, match in told_changes(article, rules):
        right = _right(match, rule, rules)
        if right:
            words = " ".join(match[rule.told].split())
            yield Change(match.start(), match.end(), words, right, " ".join(match[0].split()), rule.id)


def told_changes(article: Article, rules: Arithmetic) -> Iterator[tuple[ChangeRule, re.Match[str]]]:
    """All changes that an article tells, with the rule that reads each."""
    text = article.text.casefold()
    for rule in rules.change:
        if not any(word in text for word in rule.words):
            continue
        pattern = compiled(rule, rules.figures)
        for block in paragraphs(article):
            for match in pattern.finditer(article.text, block.start, block.end):
                yield rule, match


def changes(source: Source) -> Iterator[Flag]:
    """The flags of an article's odd changes."""
    for found in source.finds.changes:
        yield Flag(
            kind="arithmetic",
            severity=Severity.WARNING,
            article=source.name,
            stated=found.words,
            suggested=found.right,
            explanation=f"The figures around “{found.words}” give {found.right}; one of them is off.",
            evidence=found.passage,
            start=found.start,
            end=found.end,
            rule=found.rule,
        )


def compiled(rule: ChangeRule, figures: Figures) -> re.Pattern[str]:
    """A rule's pattern with its figures written out."""
    parts = {
        name: rf"(?P<{name}_sign>[{re.escape(figures.signs)}])?(?P<{name}>{figures.number})"
        rf"(?:[ \u00a0\u202f-]?(?P<{name}_scale>{'|'.join(map(re.escape, figures.scales))})\b)?"
        rf"(?:[ \u00a0\u202f-]?(?P<{name}_unit>{figures.unit}))?"
        for name in ("a", "b", "gap")
    }
    parts["percent"] = rf"(?P<percent>{figures.number})(?: ?%| percent| per cent)"
    parts["count"] = rf"(?P<count>{'|'.join((figures.number, *figures.counts))})"
    pattern = rule.pattern
    for name, written in parts.items():
        pattern = pattern.replace(f"{{{name}}}", written)
    return re.compile(pattern, re.IGNORECASE)


def _right(match: re.Match[str], rule: ChangeRule, rules: Arithmetic) -> str:
    """What the told figure would have to be; nothing where it fits or nobody can tell."""
    a, b = (_figure(match, name, rules.figures) for name in ("a", "b"))
    if a is None or b is None:
        return ""
    if not a.unit and not a.scaled:
        if rule.told == "b":
            return ""
        a = _in(a, b, match, rules.figures)
    if a.unit != b.unit or a.value <= 0 or b.value <= 0:
        return ""
    if rule.told == "percent":
        return _share(match, a, b, rules)
    if rule.told == "gap":
        gap = _figure(match, "gap", rules.figures)
        if gap is None or (gap.unit or b.unit) != b.unit:
            return ""
        true = abs(b.value - a.value)
        near = abs(true - gap.value) <= (a.step + b.step + gap.step) / 2 + rules.change_tolerance * gap.value
        return "" if near else _shown(true, match, "gap")
    word = match["count"].casefold()
    count = rules.figures.counts.get(word) or float(word.replace(",", ""))
    true = count * a.value
    near = abs(true - b.value) <= (count * a.step + b.wide) / 2 + rules.change_tolerance * b.value
    return "" if near else _shown(true, match, "b")


def _share(match: re.Match[str], a: Figure, b: Figure, rules: Arithmetic) -> str:
    """The share of change between two figures, where the told one is another."""
    told, true = float(match["percent"].replace(",", "")), abs(b.value / a.value - 1) * 100
    precision = stated_precision(match["percent"], told)
    rounding = max(precision.step, min(precision.wide, _ROUND * told) / 2)
    loose = (a.step / a.value + b.step / b.value) / 2 * 100 * b.value / a.value
    return "" if abs(true - told) <= rounding + loose + rules.ratio_tolerance * told else f"{true:.3g} %"


def _figure(match: re.Match[str], name: str, figures: Figures) -> Figure | None:
    held: Mapping[str, str | None] = match.groupdict()
    digits = held.get(name)
    if not digits:
        return None
    scale = figures.scales.get((held.get(f"{name}_scale") or "").casefold(), 1.0)
    value = float(digits.replace(",", ""))
    precision = stated_precision(digits, value)
    unit = held.get(f"{name}_sign") or (held.get(f"{name}_unit") or "").casefold().rstrip("s")
    return Figure(value * scale, unit, precision.step * scale, precision.wide * scale, scale != 1.0)


def _in(figure: Figure, other: Figure, match: re.Match[str], figures: Figures) -> Figure:
    """A bare number in the scale and unit of the one that follows: "from 80 to 141 GB"."""
    scale = figures.scales.get((match["b_scale"] or "").casefold(), 1.0)
    return Figure(figure.value * scale, other.unit, figure.step * scale, figure.wide * scale, scaled=True)


def _shown(value: float, match: re.Match[str], name: str) -> str:
    sign, unit = match[f"{name}_sign"] or match["b_sign"] or "", match[f"{name}_unit"] or match["b_unit"] or ""
    return f"{sign}{number(float(f'{value:.6g}'))}{' ' * bool(unit)}{unit}"
