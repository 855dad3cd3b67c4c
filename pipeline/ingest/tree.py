"""HTML bytes to a tree that is safe to work on: huge tags cut, too deep nesting flattened, elements counted.
The parser and the extractor are fast on honest pages and quadratic on some hostile ones; those are mended first.
"""

from __future__ import annotations

import re
from typing import Any

from lxml import etree, html

from pipeline.rulebook.reading import Limits

_HUGE_TAG = re.compile(r"<([a-zA-Z][\w:-]{0,40})[^<>]{20000,}>")
_TAG = re.compile(r"<(/?)([a-zA-Z][\w:-]{0,40})[^<>]*>")
_HIDDEN = re.compile(r"<(script|style|noscript|template)\b[^<>]*>.*?(?:</\1\s*>|\Z)", re.IGNORECASE | re.DOTALL)
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
_VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"]
)
_DEEP = "Excessive depth"


def parse(page: str, limits: Limits) -> Any:
    """The page as an lxml tree; None where there is not one element in it.

    A tree deeper than the parser can hold is flattened: tags below ``html_depth`` are dropped, their words stay.
    """
    page = _HUGE_TAG.sub(r"<\1>", fit(page))
    tree, too_deep = _parse(page)
    if too_deep:
        tree, _ = _parse(_flatten(_HIDDEN.sub(" ", page), limits.html_depth))
    return tree


def _parse(page: str) -> tuple[Any, bool]:
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        tree = html.document_fromstring(page.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None, False
    return tree, any(_DEEP in entry.message for entry in parser.error_log)


def _flatten(page: str, depth: int) -> str:
    """The page without the tags that stand deeper than ``depth``; one pass."""
    parts: list[str] = []
    at = level = 0
    for tag in _TAG.finditer(page):
        parts.append(page[at : tag.start()])
        at = tag.end()
        closing, name = tag[1], tag[2].lower()
        if name in _VOID or tag[0].endswith("/>"):
            parts.append(tag[0])
            continue
        level = max(0, level - 1) if closing else level + 1
        kept = level < depth if closing else level <= depth
        parts.append(tag[0] if kept else " ")
    parts.append(page[at:])
    return "".join(parts)


def fit(words: str) -> str:
    """``words`` without the characters that no tree can hold."""
    return _UNFIT.sub(" ", words)


def words_of(element: Any) -> str:
    """All words below an element on one line."""
    return " ".join("".join(element.itertext()).split())
