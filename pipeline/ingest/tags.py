"""The tags of an XML or HTML text, one after the other, without building a tree: for files that need no more than that.
There is no parser to be fooled: entities are never defined or fetched, what is cut off is not there, time is linear.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import NamedTuple

_TAG = re.compile(r"""<(/?)(?:([A-Za-z_][\w.-]*+):)?([A-Za-z_][\w.-]*+)((?>(?:[^<>"']++|"[^"<]*+"|'[^'<]*+')*))>""")
_ATTRIBUTE = re.compile(r"""([\w:.-]++)\s*+=\s*+(?:"([^"]*+)"|'([^']*+)'|([^\s"'=<>`]++))""")
_CDATA = re.compile(r"<!\[CDATA\[(.*?)(?:\]\]>|\Z)", re.DOTALL)


class Tag(NamedTuple):
    """One tag; ``name`` and ``prefix`` in lower case, ``start`` and ``end`` its place in the text."""

    closing: bool
    prefix: str
    name: str
    inside: str
    start: int
    end: int

    def attributes(self) -> dict[str, str]:
        """Values by name in lower case, entities undone; the first of several counts."""
        found: dict[str, str] = {}
        for name, double, single, bare in _ATTRIBUTE.findall(self.inside):
            found.setdefault(name.lower(), html.unescape(double or single or bare).strip())
        return found


def tags(text: str) -> Iterator[Tag]:
    """All whole tags of a text without comments (see :func:`without_comments`).

    >>> [(tag.closing, tag.name) for tag in tags("<a><b:c d='>'/></a><e")]
    [(False, 'a'), (False, 'c'), (True, 'a')]
    """
    for found in _TAG.finditer(text):
        prefix = (found[2] or "").lower()
        yield Tag(bool(found[1]), prefix, found[3].lower(), found[4], found.start(), found.end())


def without_comments(text: str) -> str:
    """The text without its comments; one that never ends takes the rest with it."""
    pieces: list[str] = []
    at = 0
    while (start := text.find("<!--", at)) >= 0:
        pieces.append(text[at:start])
        end = text.find("-->", start + 4)
        if end < 0:
            return "".join(pieces)
        at = end + 3
    return "".join((*pieces, text[at:]))


def plain(words: str) -> str:
    """The characters between two tags: CDATA and entities undone, blanks collapsed."""
    if "<![CDATA[" in words:
        return " ".join(_CDATA.sub(lambda found: found[1], words).split())
    return " ".join(html.unescape(words).split())
