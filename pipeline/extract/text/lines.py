"""The lines of a text that are worth a pattern's while: those with a sign without which it finds nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence


def lines_with(signs: Sequence[str], low: str, beyond: int = 0) -> Iterator[tuple[int, int]]:
    r"""Where lines with one of the signs begin and end, each with the break before it; the whole text where no sign is
    asked for. ``low`` is the text in small letters; ``beyond`` so many characters behind a line belong to it, and lines
    that lie in what belongs to another are one with it.

    >>> list(lines_with(["core"], "a chip\n8 cores\n3 GHz")), list(lines_with([], "8 cores"))
    ([(6, 14)], [(0, 7)])
    """
    if not signs:
        yield 0, len(low)
        return
    if not any(map(low.__contains__, signs)):
        return
    first = last = start = 0
    while start < len(low):
        end = low.find("\n", start + 1)
        end = end if end >= 0 else len(low)
        if any(low.find(sign, start, end) >= 0 for sign in signs):
            if start >= last:
                if last:
                    yield first, last
                first = start
            last = min(end + beyond, len(low))
        start = end
    if last:
        yield first, last
