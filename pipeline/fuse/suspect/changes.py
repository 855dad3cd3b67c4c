"""Changes told in one breath: "from $2,199 to $1,999, a $200 saving", "up 14 percent to $799 from $699".
Part of the arithmetic suspicion; it works on words, since a difference or a share of change is no claim.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from pipeline.errors import UnitError
from pipeline.fuse.passages import paragraphs
from pipeline.fuse.precision import stated_precision
from pipeline.fuse.readable import number
from pipeline.fuse.source import Change, Source
from pipeline.model import Article, Flag, Severity
from pipeline.rulebook.suspects import Arithmetic, ChangeRule, Figures, GapRule
from pipeline.units import UnitSystem

Units = Callable[[], UnitSystem]
"""Gives the unit system where it is needed: making one takes a while, and few articles ask."""


class Figure(NamedTuple):
    """A number with what stands beside it: its currency sign or unit, and the value of its last digit; ``size`` is what
    the number as written was multiplied by.
    """

    value: float
    unit: str
    step: float
    wide: float
    scaled: bool
    size: float

    def times(self, factor: float, unit: str) -> Figure:
        """The same figure counted in another unit."""
        value, step, wide = self.value * factor, self.step * factor, self.wide * factor
        return Figure(value, unit, step, wide, self.scaled, self.size * factor)


def odd_changes(article: Article, rules: Arithmetic, units: Units) -> Iterator[Change]:
    """Changes whose figures do not fit together."""
    for rule, match in told_changes(article, rules):
        right = _right(match, rule, rules, units)
        if right:
            yield Change(match.start(), match.end(), _told(match, rule), right, " ".join(match[0].split()), rule.id)


def _told(match: re.Match[str], rule: ChangeRule) -> str:
    """The told figure in its own words, with its sign or unit."""
    held = match.groupdict()
    parts = [
        name for name in (f"{rule.told}_sign", rule.told, f"{rule.told}_scale", f"{rule.told}_unit") if held.get(name)
    ]
    words = match.string[match.start(parts[0]) : match.end(parts[-1])]
    return " ".join(words.split()) + " %" * (rule.told == "percent")


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
            explanation=f"The figures told beside {found.words} give {found.right}; one of them is off.",
            evidence=found.passage,
            start=found.start,
            end=found.end,
            rule=found.rule,
        )


def compiled(rule: ChangeRule | GapRule, figures: Figures) -> re.Pattern[str]:
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


def _right(match: re.Match[str], rule: ChangeRule, rules: Arithmetic, units: Units) -> str:
    """What the told figure would have to be; nothing where it fits or nobody can tell."""
    a, b = (figure(match, name, rules.figures) for name in ("a", "b"))
    if a is None or b is None:
        return ""
    if not a.unit and not a.scaled:
        if rule.told == "b":
            return ""
        a = a.times(b.size, b.unit)
    a = _alike(a, b, units)
    if a is None or a.value <= 0 or b.value <= 0:
        return ""
    if rule.told == "percent":
        return _share(match, a, b, rules)
    if rule.told == "gap":
        gap = figure(match, "gap", rules.figures)
        size = gap.size if gap else 1.0
        gap = gap and _alike(gap if gap.unit else gap.times(1.0, b.unit), b, units)
        if gap is None:
            return ""
        true = abs(b.value - a.value)
        near = abs(true - gap.value) <= (a.step + b.step + gap.step) / 2 + rules.change_tolerance * gap.value
        return "" if near else _shown(true / (gap.size / size), match, "gap", size)
    word = match["count"].casefold()
    count = rules.figures.counts.get(word) or float(word.replace(",", ""))
    true = count * a.value
    near = abs(true - b.value) <= (count * a.step + b.wide) / 2 + rules.change_tolerance * b.value
    return "" if near else _shown(true, match, "b", b.size)


def _alike(figure: Figure, other: Figure, units: Units) -> Figure | None:
    """A figure in the unit of another; nothing where the two do not convert."""
    if figure.unit == other.unit or not (figure.unit and other.unit):
        return figure if figure.unit == other.unit else None
    try:
        return figure.times(units().convert(1.0, figure.unit, other.unit), other.unit)
    except UnitError:
        same = figure.unit.casefold().rstrip("s") == other.unit.casefold().rstrip("s")
        return figure if same else None


def _share(match: re.Match[str], a: Figure, b: Figure, rules: Arithmetic) -> str:
    """The share of change between two figures, where the told one is another."""
    told, true = float(match["percent"].replace(",", "")), abs(b.value / a.value - 1) * 100
    precision = stated_precision(match["percent"], told)
    rounding = max(precision.step, min(precision.wide, rules.rounded * told) / 2)
    loose = (a.step / a.value + b.step / b.value) / 2 * 100 * b.value / a.value
    return "" if abs(true - told) <= rounding + loose + rules.ratio_tolerance * told else f"{true:.3g} %"


def figure(match: re.Match[str], name: str, figures: Figures) -> Figure | None:
    """The figure of that name in a match of a rule, if there is one."""
    held: Mapping[str, str | None] = match.groupdict()
    digits = held.get(name)
    if not digits:
        return None
    scale = figures.scales.get((held.get(f"{name}_scale") or "").casefold(), 1.0)
    value = float(digits.replace(",", ""))
    precision = stated_precision(digits, value)
    unit = held.get(f"{name}_sign") or held.get(f"{name}_unit") or ""
    return Figure(value * scale, unit, precision.step * scale, precision.wide * scale, scale != 1.0, scale)


def _shown(value: float, match: re.Match[str], name: str, size: float) -> str:
    """A figure as the told one is written: with its sign, in its unit, without its scale word."""
    scale = match.groupdict().get(f"{name}_scale") or ""
    sign = match[f"{name}_sign"] or ("" if match[f"{name}_unit"] else match["b_sign"] or "")
    unit = match[f"{name}_unit"] or ("" if sign else match["b_unit"] or "")
    return " ".join(filter(None, (f"{sign}{number(float(f'{value / size:.6g}'))}", scale, unit)))
