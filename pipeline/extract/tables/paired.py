"""Cells of a table that hold several values for as many parts of their label: "Cores / Threads" beside "8 / 16".
Each value is read with its own part of the label.
"""

from __future__ import annotations

Span = tuple[int, int]

_SIGN = "/"
_LETTERS = 3  # of a label's part; fewer are those of a unit, as in "GB/s"
_LONGEST = 24  # letters of a value


def paired(label: str, text: str) -> list[tuple[Span, Span]]:
    """The parts of ``label`` and ``text`` that belong together, as offsets in each; empty where they do not.

    >>> paired("Cores / Threads", "8 / 16")
    [((0, 6), (0, 2)), ((7, 15), (3, 6))]
    >>> paired("Bandwidth (GB/s)", "400/800")
    []
    """
    if _SIGN not in label or _SIGN not in text:
        return []
    labels, values = _parts(label), _parts(text)
    if len(labels) != len(values):
        return []
    named = all(sum(map(str.isalpha, label[start:end])) >= _LETTERS for start, end in labels)
    counted = all(any(map(str.isdigit, text[start:end])) and end - start <= _LONGEST for start, end in values)
    return list(zip(labels, values, strict=True)) if named and counted else []


def _parts(words: str) -> list[Span]:
    found, start = [], 0
    for part in words.split(_SIGN):
        found.append((start, start + len(part)))
        start += len(part) + 1
    return found
