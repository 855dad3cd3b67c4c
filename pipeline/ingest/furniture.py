"""Marks the drafts that belong to the page and not to the article, each with the id of the rule that says so.
A kept piece of furniture costs little, a lost paragraph costs more: long prose goes only by rules made for it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.ingest.drafts import Draft
from pipeline.model import BlockKind
from pipeline.rulebook.furniture import FurnitureRules, LineRule, SectionRule
from pipeline.rulebook.reading import ReadingRules

_LINK = re.compile(r"!?\[([^\[\]]{0,300})\](?:\([^()\s]{0,500}\)|\[[^\[\]]{0,100}\])")
_LONGEST = 2500
_PREFIX = 12
_FIXED = (BlockKind.TABLE, BlockKind.CODE)


@dataclass(slots=True)
class Look:
    """What a rule sees of a draft: its words on one line without markup, how many, and whether they are prose."""

    words: str
    count: int
    prose: bool


@dataclass(frozen=True, slots=True)
class Names:
    """The authors and outlets of an article, as far as they are known before its furniture is."""

    authors: tuple[str, ...] = ()
    outlets: tuple[str, ...] = ()

    def are_all_of(self, words: str) -> bool:
        """Whether a line holds nothing but names."""
        rest = words
        for name in sorted((*self.authors, *self.outlets), key=len, reverse=True):
            rest = rest.replace(name, "")
        return rest != words and not any(map(str.isalnum, rest))

    def open_a_box(self, words: str) -> bool:
        """Whether a paragraph begins to tell of an author; of one who is not the outlet itself."""
        for name in self.authors:
            _, found, after = words.partition(f"{name} ")
            if found and len(words) - len(after) <= len(name) + _PREFIX and after[:1].islower():
                return name not in self.outlets
        return False


def look(text: str, item: Draft, reading: ReadingRules) -> Look:
    """The draft as rules see it; very long ones are cut, since no rule is about them."""
    raw = text[item.start : min(item.end, item.start + _LONGEST)]
    if "[" in raw:
        raw = _LINK.sub(r"\1", raw)
    split = raw.replace("*", "").replace("`", "").translate(reading.fold).split()
    if item.kind in _FIXED:
        return Look("", len(split), False)
    tail = text[max(item.start, item.end - 4) : item.end].rstrip("\"'”’»)]*_ 0123456789®™")
    ends = bool(tail) and tail[-1] in reading.lines.final
    prose = len(split) >= reading.lines.prose_words and (ends or len(split) > 3 * reading.lines.heading_words)
    return Look(" ".join(split), len(split), prose)


def mark(drafts: list[Draft], looks: list[Look], rules: FurnitureRules, reading: ReadingRules, names: Names) -> None:
    """Sets ``kind`` and ``rule`` of every draft that is furniture; ``names`` are the people behind the article."""
    for item, seen in zip(drafts, looks, strict=True):
        if seen.words and (rule := _line(rules, rules.lines_anywhere, seen)):
            _furniture(item, rule.id)
        elif seen.words and is_byline(seen, reading, anywhere=True):
            _furniture(item, "teaser-byline")
    _sections(drafts, looks, rules, reading)
    _head(drafts, looks, rules, reading)
    _people(drafts, looks, rules, names)
    _tail(drafts, looks, rules, reading)


def _furniture(item: Draft, rule: str) -> None:
    if not item.rule:
        item.kind, item.rule = BlockKind.FURNITURE, rule


def _line(rules: FurnitureRules, union: re.Pattern[str], seen: Look) -> LineRule | None:
    """The line rule that matches all of it."""
    hit = union.fullmatch(seen.words)
    if hit is None or hit.lastgroup is None:
        return None
    rule = rules.line[int(hit.lastgroup[1:])]
    return rule if seen.count <= rule.max_words else None


def _sections(drafts: list[Draft], looks: list[Look], rules: FurnitureRules, reading: ReadingRules) -> None:
    """Marks what section rules open, up to where each ends."""
    prose_words = 0
    at = 0
    while at < len(drafts):
        item, seen = drafts[at], looks[at]
        hit = rules.sections.fullmatch(seen.words) if 0 < seen.count <= reading.lines.heading_words else None
        if hit is None or hit.lastgroup is None:
            prose_words += seen.count if seen.prose and not item.rule else 0
            at += 1
            continue
        rule = rules.section[int(hit.lastgroup[1:])]
        end = _section_end(drafts, looks, at, rule, prose_words)
        for inside in range(at, end):
            _furniture(drafts[inside], rule.id)
        at = end


def _section_end(drafts: list[Draft], looks: list[Look], at: int, rule: SectionRule, prose_words: int) -> int:
    """The first draft after the section that opens at ``at``."""
    opener = drafts[at]
    until = rule.until
    if until in ("heading", "end") and prose_words < rule.after_words:
        return at + 1
    if until == "heading" and not opener.marked:
        until = "prose"
    end = at + 1
    if until == "list":
        last_item = end
        while end < len(drafts) and drafts[end].kind in (BlockKind.ITEM, BlockKind.CAPTION, BlockKind.FURNITURE):
            end += 1
            last_item = end if drafts[end - 1].kind is BlockKind.ITEM else last_item
        return last_item
    while end < len(drafts):
        item = drafts[end]
        if until == "prose" and (item.marked or looks[end].prose or item.kind in _FIXED):
            break
        if until != "prose" and opener.marked and item.marked and item.level <= opener.level:
            break
        end += 1
    return end


def _head(drafts: list[Draft], looks: list[Look], rules: FurnitureRules, reading: ReadingRules) -> None:
    """Marks menus, bylines and other lines of the head; a standfirst may stand between them."""
    prose = 0
    for item, seen in zip(drafts, looks, strict=True):
        if item.rule == "teaser-byline":
            item.rule = "byline"
        if item.rule:
            continue
        if item.kind in _FIXED or prose > 1:
            return
        if rule := _line(rules, rules.lines_head, seen):
            _furniture(item, rule.id)
        elif is_menu(seen, rules) and not item.marked:
            _furniture(item, "menu-shape")
        elif is_byline(seen, reading) and not item.marked:
            _furniture(item, "byline")
        prose += seen.prose and not item.rule


def _people(drafts: list[Draft], looks: list[Look], rules: FurnitureRules, names: Names) -> None:
    """Marks name lines in the head, and near the end the box about an author with the little that may follow it."""
    total = left = sum(seen.count for item, seen in zip(drafts, looks, strict=True) if not item.rule)
    head, boxed = True, False
    for item, seen in zip(drafts, looks, strict=True):
        if item.rule:
            continue
        small = seen.count <= rules.author_box.max_words and left <= rules.author_box.share * total
        left -= seen.count
        head = head and not seen.prose
        if item.kind in _FIXED or item.marked:
            continue
        if head and names.are_all_of(seen.words):
            _furniture(item, "byline-name")
        elif small:
            boxed = boxed or names.open_a_box(seen.words)
            if boxed:
                _furniture(item, "author-box")


def _tail(drafts: list[Draft], looks: list[Look], rules: FurnitureRules, reading: ReadingRules) -> None:
    """Walks up from the end as long as nothing but furniture and bare labels stand there."""
    labels: list[int] = []
    first = len(drafts)
    for at in range(len(drafts) - 1, -1, -1):
        item, seen = drafts[at], looks[at]
        if not item.rule:
            if item.kind not in _FIXED and (rule := _line(rules, rules.lines_tail, seen)):
                _furniture(item, rule.id)
            elif item.kind not in _FIXED and is_byline(seen, reading):
                _furniture(item, "byline")
            elif not item.marked and is_menu(seen, rules):
                _furniture(item, "menu-shape")
            elif item.kind is BlockKind.PARAGRAPH and not item.marked and is_label(seen, reading):
                labels.append(at)
            else:
                break
        first = at
    ruled = {at for at in range(first, len(drafts)) if drafts[at].rule}
    for at in labels:
        if at + 1 in ruled or at - 1 in ruled:
            _furniture(drafts[at], "tail-label")
            ruled.add(at)


def is_label(seen: Look, reading: ReadingRules) -> bool:
    """A few words without a figure or an end: a name, a button."""
    return (
        0 < seen.count <= reading.lines.label_words
        and seen.words[-1] not in reading.lines.final + ":"
        and not any(c.isdigit() for c in seen.words)
    )


def is_menu(seen: Look, rules: FurnitureRules) -> bool:
    """Navigation by its shape; see MenuShape."""
    if not seen.words or seen.words[-1] in ".!?…:" or ". " in seen.words:
        return False
    names = [word for word in seen.words.split() if word[0].isalpha()]
    capitals = sum(word[0].isupper() for word in names)
    if seen.count >= rules.menu.min_words and names and capitals >= rules.menu.capitals * len(names):
        return sum(any(map(str.isdigit, word)) for word in seen.words.split()) <= rules.menu.max_figures
    marks = sum(seen.words.count(mark) for mark in rules.menu.separators)
    if sum(any(map(str.isdigit, word)) for word in seen.words.split()) > marks:
        return False  # "Memory: 24 GB | Clock: 2.6 GHz"
    return marks >= rules.menu.min_separators and seen.count <= 8 * (marks + 1) and len(seen.words) < 400


def is_byline(seen: Look, reading: ReadingRules, anywhere: bool = False) -> bool:
    """A line that only says who wrote it, or when."""
    return 0 < seen.count <= 40 and any(
        pattern.fullmatch(seen.words) for rule, pattern in reading.bylines if rule.anywhere or not anywhere
    )
