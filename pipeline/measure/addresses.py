"""Finds URLs and mail addresses, whose digits are neither quantities nor dates.
A cheap look comes first, since few texts have any; every search goes forward only, or a fixed way back.
"""

from __future__ import annotations

import re

URL = re.compile(r"(?:https?://|www\.)\S++")
LONGEST_MAIL = 64
"""How far a mail address is followed to either side of its "@"."""


def addresses(text: str) -> list[tuple[int, int]]:
    """Spans of URLs and mail addresses; a cheap look first, since few texts have any."""
    spans: list[tuple[int, int]] = []
    if "://" in text or "www." in text:
        spans = [m.span() for m in URL.finditer(text)]
    if "@" in text:
        for match in re.finditer("@", text):
            start = end = match.start()
            while start > 0 and end - start < LONGEST_MAIL and not text[start - 1].isspace():
                start -= 1
            stop = min(len(text), end + LONGEST_MAIL)
            while end < stop and not text[end].isspace():
                end += 1
            if start < match.start() and end > match.end():
                spans.append((start, end))
    return spans
