"""What a page's JSON-LD says about its article: headline, dates, author, publisher.
Broken JSON is common there; a date is then still found by its key.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from pipeline.rulebook.reading import PageRules

_TYPE = "application/ld+json"
_WRAPPING = re.compile(r"^\s*(?:<!--|//<!\[CDATA\[|<!\[CDATA\[)|(?:-->|//\]\]>|\]\]>)\s*;?\s*$")
_COMMA = re.compile(r",(\s*[}\]])")
_DATE = re.compile(r'"datePublished"\s*:\s*"([^"]{6,40})"')
_MOST_NODES = 5000


def article_node(tree: Any, rules: PageRules) -> dict[str, Any]:
    """The node of the page's article, keys in lower case; empty where the page has none."""
    best: tuple[int, dict[str, Any]] | None = None
    loose: dict[str, Any] = {}
    for script in tree.iter("script"):
        if not (script.get("type") or "").lower().startswith(_TYPE):
            continue
        text = script.text or ""
        data = _load(text)
        if data is None and not loose and (found := _DATE.search(text)):
            loose = {"datepublished": found[1]}
        for node in _nodes(data, rules):
            rank = _rank(node, rules)
            if rank is not None and (best is None or rank < best[0]):
                best = (rank, node)
    return best[1] if best else loose


def text_of(value: Any, key: str = "name") -> str:
    """A value as words: a string, a thing with a name, or a list of them.

    >>> text_of([{"name": "Ada Reiter"}, "Tom Okoro"])
    'Ada Reiter, Tom Okoro'
    """
    if isinstance(value, str):
        return value
    if isinstance(value, dict):
        inner = next((v for k, v in value.items() if k.lower() == key), "")
        return inner if isinstance(inner, str) else ""
    if isinstance(value, list):
        return ", ".join(dict.fromkeys(part for part in (text_of(item, key) for item in value[:10]) if part))
    return ""


def _load(text: str) -> Any:
    """JSON as pages write it, with comments around it and commas too many; None where it stays broken."""
    text = _WRAPPING.sub("", _WRAPPING.sub("", text)).strip()
    for attempt in (text, _COMMA.sub(r"\1", text)):
        try:
            return json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _nodes(data: Any, rules: PageRules) -> Iterator[dict[str, Any]]:
    """All objects, outer ones first, without those that are about other articles."""
    queue: list[Any] = [data]
    seen = 0
    while queue and seen < _MOST_NODES:
        node = queue.pop(0)
        seen += 1
        if isinstance(node, list):
            queue += node
        elif isinstance(node, dict):
            lower = {key.lower(): value for key, value in node.items()}
            yield lower
            queue += [v for key, v in lower.items() if isinstance(v, (dict, list)) and key not in rules.skip]


def _rank(node: dict[str, Any], rules: PageRules) -> int | None:
    """How good a node is as the article; None where it is none."""
    types = node.get("@type")
    names = [types] if isinstance(types, str) else types if isinstance(types, list) else []
    ranks = [
        rules.article_types.index(name.lower())
        for name in names
        if isinstance(name, str) and name.lower() in rules.article_types
    ]
    return min(ranks) if ranks else None
