"""Turns "the Fargo data center" and "a campus in Ohio" into mentions of a site where its sentence says what it holds
or that it runs. Where nothing is told of it, its words are no name.
"""

from __future__ import annotations

from itertools import product

from pipeline.extract.text.lines import lines_with
from pipeline.extract.text.scene import Mention
from pipeline.rulebook import Rulebook

SITE = "reference.site"
_TOLD = 400  # characters behind its line in which may be told what a site holds


class Sites:
    """Finds data centers called by their place; one instance serves all articles."""

    def __init__(self, rulebook: Rulebook) -> None:
        self._patterns = [rulebook.syntax.regex(name) for name in ("site-of-name", "site-in-place")]
        self._signs = rulebook.syntax.signs("site-of-name")  # those of both
        self._plain = {word.lower() for word in rulebook.shapes.descriptive}

    def add(self, mentions: list[Mention], text: str, low: str) -> list[Mention]:
        """The mentions of a text with those of its sites, in order of place; ``low`` is the text in small letters."""
        places = list(lines_with(self._signs, low, _TOLD))
        found: list[Mention] = []
        for pattern, (begin, until) in product(self._patterns, places):
            for match in pattern.finditer(text, begin, until):
                start, end = match.start("place"), match.end("site")
                start = min(start, match.start("site"))
                end = max(end, match.end("place"))
                place = match["place"]
                if place.split()[0].lower() in self._plain:
                    continue
                inside = [m for m in (*mentions, *found) if m.start < end and start < m.end]
                if any(m.type != "company" or not start <= m.start < m.end < match.start("site") for m in inside):
                    continue
                mentions = [m for m in mentions if m not in inside]  # of a firm the site is called after
                noun = " ".join(match["site"].lower().split())
                found.append(
                    Mention(start, end, f"{place} {noun}", "system", "", "shape", SITE, ("data center", "site"))
                )
        return sorted([*mentions, *found], key=lambda m: m.start) if found else mentions
