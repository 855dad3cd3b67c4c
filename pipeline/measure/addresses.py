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
        behind = 0
        for match in re.finditer("@", text):
            at = match.start()
            if at < behind or not text[at - 1 : at].isalnum() or not text[at + 1 : at + 2].isalnum():
                continue
            start, end = at, at + 1
            while start > 0 and at - start < LONGEST_MAIL and not text[start - 1].isspace():
                start -= 1
            while end < len(text) and end - at < LONGEST_MAIL and not text[end].isspace():
                end += 1
            spans.append((start, end))
            behind = end
    return spans
