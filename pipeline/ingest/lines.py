"""Cuts a text into lines and says what form each has: blank, heading, item, table row, code fence, plain words.
Only the form is judged here, from the line itself; what a line means among its neighbours is for ``drafts``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto

_HEADING = re.compile(r"(#{1,6})[ \t]+(.*?)[ \t#]*$")
_ITEM = re.compile(r"(?:([-*+•–‣▪●◦·])|(\d{1,3})[.)])(?:[ \t]+|$)")
_BOLD = re.compile(r"(\*\*|__)(?=\S)(.{1,300}?)(?<=\S)\1(:?)$")
_QUOTE = re.compile(r"(?:>[ \t]*)+")
_RULE = re.compile(r"(?:-[ \t]*){3,}$|(?:\*[ \t]*){3,}$|(?:_[ \t]*){3,}$|={3,}$")
_SEPARATOR = re.compile(r"\|?[ \t]*:?-{2,}:?[ \t]*(?:\|[ \t]*:?-{2,}:?[ \t]*)*\|?$")


class Form(Enum):
    """The form of one line."""

    BLANK = auto()
    HEADING = auto()
    BOLD = auto()
    ITEM = auto()
    ROW = auto()
    SEPARATOR = auto()
    FENCE = auto()
    RULE = auto()
    WORDS = auto()


@dataclass(frozen=True, slots=True)
class Line:
    """One line: where its own words start and end in the text, markers and spaces left out.

    ``outer`` is where the visible line starts, marker included; ``level`` the depth of a heading or item.
    """

    form: Form
    start: int
    end: int
    outer: int
    level: int = 0
    indent: int = 0
    ordered: bool = False


def cut(text: str) -> list[Line]:
    r"""All lines of ``text`` in order.

    >>> [line.form.name for line in cut("# Head\n\n- one\nwords")]
    ['HEADING', 'BLANK', 'ITEM', 'WORDS']
    """
    lines: list[Line] = []
    position = 0
    for raw in text.split("\n"):
        lines.append(_line(raw, position))
        position += len(raw) + 1
    return lines


def _line(raw: str, position: int) -> Line:
    """One line read by itself."""
    body = raw.strip()
    indent = len(raw) - len(raw.lstrip())
    if quoted := _QUOTE.match(body):
        indent += quoted.end()
        body = body[quoted.end() :]
    start = position + indent
    end = start + len(body)
    if not body:
        return Line(Form.BLANK, position, position, position)
    first = body[0]
    if first == "#" and (heading := _HEADING.match(body)) and heading[2]:
        inner_start, inner_end = start + heading.start(2), start + heading.end(2)
        if bold := _BOLD.match(heading[2]):
            inner_start, inner_end = inner_start + bold.start(2), inner_start + bold.end(2)
        return Line(Form.HEADING, inner_start, inner_end, start, len(heading[1]), indent)
    if body.startswith(("```", "~~~")):
        return Line(Form.FENCE, start, end, start)
    if first in "-*_=|:" and len(body) < 1000:
        if "|" in body and _SEPARATOR.match(body):
            return Line(Form.SEPARATOR, start, end, start)
        if _RULE.match(body):
            return Line(Form.RULE, start, end, start)
    if first in "*_" and (bold := _BOLD.match(body)) and bold[1] not in bold[2]:
        return Line(Form.BOLD, start + bold.start(2), start + bold.end(2), start, 0, indent)
    if item := _ITEM.match(body):
        if item.end() == len(body):
            return Line(Form.BLANK if item[1] else Form.WORDS, start, end if item[2] else start, start)
        return Line(Form.ITEM, start + item.end(), end, start, 1 + min(indent, 16) // 2, indent, item[2] is not None)
    if "|" in body:
        return Line(Form.ROW, start, end, start, 0, indent)
    return Line(Form.WORDS, start, end, start, 0, indent)
