"""Texts that a regular expression describes, written by walking its branches: each word of a list comes up.
The draws are seeded, so a test that fails does so each time; what must not stand there is left to the search.
"""

from __future__ import annotations

import random
import re
from re import _parser  # type: ignore[attr-defined]  # the only reader of the syntax that knows all of it

_CATEGORIES = {"CATEGORY_DIGIT": "7", "CATEGORY_SPACE": " ", "CATEGORY_NOT_WORD": ",", "CATEGORY_NOT_DIGIT": "q"}
_MORE = 2


def walks(pattern: re.Pattern[str], many: int) -> list[str]:
    """``many`` texts that ``pattern`` describes, but for what it looks back for and what must not follow.

    >>> sorted(set(walks(re.compile("(?:a|b)c?"), 50)))
    ['a', 'ac', 'b', 'bc']
    """
    tree, draw = _parser.parse(pattern.pattern, pattern.flags), random.Random(pattern.pattern)
    return [_written(tree, draw) for _ in range(many)]


def _written(tree: object, draw: random.Random) -> str:
    return "".join(_piece(str(kind), value, draw) for kind, value in tree)  # type: ignore[attr-defined]


def _piece(kind: str, value, draw: random.Random) -> str:  # type: ignore[no-untyped-def]
    match kind:
        case "LITERAL":
            return chr(value)
        case "NOT_LITERAL":
            return "q" if value != ord("q") else "x"
        case "ANY":
            return "q"
        case "IN":
            return _one_of(value, draw)
        case "BRANCH":
            return _written(draw.choice(value[1]), draw)
        case "SUBPATTERN":
            return _written(value[-1], draw)
        case "ATOMIC_GROUP":
            return _written(value, draw)
        case "ASSERT":
            return _written(value[1], draw) if value[0] > 0 else ""
        case "MAX_REPEAT" | "MIN_REPEAT" | "POSSESSIVE_REPEAT":
            least, most, inner = value
            return "".join(_written(inner, draw) for _ in range(draw.randint(least, min(most, least + _MORE))))
    return ""


def _one_of(members, draw: random.Random) -> str:  # type: ignore[no-untyped-def]
    if any(str(kind) == "NEGATE" for kind, _ in members):
        return "q"
    kind, value = draw.choice(members)
    if str(kind) == "RANGE":
        return chr(draw.randint(*value))
    return chr(value) if str(kind) == "LITERAL" else _CATEGORIES.get(str(value), "q")
