"""Turns "its 2nm process" into a mention of a process where it is what changes, is produced or measured by: "TSMC 2nm".
A node told of as a chip's own stays a figure of that chip.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.extract.text.scene import Mention
from pipeline.rulebook import Rulebook

NODE = "reference.node"
_REACH = 260  # letters between a process that changes and the one it is measured by
_BREAK = re.compile(r"[.;!?]\s|\n")


class Nodes:
    """Finds the nodes of foundries that a text compares; one instance serves all articles."""

    def __init__(self, rulebook: Rulebook) -> None:
        self._changes = rulebook.syntax.lowered("node-changes")
        self._produced = rulebook.syntax.lowered("node-produced")
        self._enters = rulebook.syntax.lowered("node-enters")
        self._measures = rulebook.syntax.lowered("node-measured-by")
        self._spelled, self._unit = re.compile(rulebook.syntax.word("node-spelling")), rulebook.syntax.word("node-unit")
        self._signs = rulebook.syntax.signs("node-changes")
        self._makers = frozenset({n.maker for n in rulebook.names if n.type == "process"} - {""})
        self._makers |= frozenset(rulebook.shapes.stack_makers)

    def add(self, mentions: list[Mention], low: str) -> list[Mention]:
        """The mentions of a text, in small letters, with those of its nodes, in order of place."""
        if not any(map(low.__contains__, self._signs)):
            return mentions
        firms = [m for m in mentions if m.type == "company" and m.name in self._makers]
        if not firms:
            return mentions
        found = [
            self._mention(match, firms)
            for said in (self._changes, self._produced, self._enters)
            for match in said.finditer(low)
        ]
        changing = [*found, *(m for m in mentions if m.type == "process")]
        for match in self._measures.finditer(low) if changing else ():
            if any(_in_one(m, match.start("node"), low) for m in changing):
                found.append(self._mention(match, firms))
        found = [m for m in found if not any(o.start < m.end and m.start < o.end for o in mentions)]
        found.sort(key=lambda m: m.start)
        found = [m for n, m in enumerate(found) if not n or m.start >= found[n - 1].end]
        return sorted([*mentions, *found], key=lambda m: m.start) if found else mentions

    def _mention(self, match: re.Match[str], firms: Sequence[Mention]) -> Mention:
        """The node of the firm named last before it."""
        start, end = match.span("node")
        firm = next((m for m in reversed(firms) if m.end <= end), firms[0])
        kept = match.groupdict().get("generation") or ""
        size = self._spelled.sub(self._unit, match["node"])
        name = f"{firm.name} {kept}-generation {size}" if kept else f"{firm.name} {size}"
        return Mention(start, end, name, "process", firm.name, "head", NODE)


def _in_one(mention: Mention, at: int, low: str) -> bool:
    """True where a mention and a place stand in one sentence."""
    left, right = sorted((mention.start, at))
    return right - left < _REACH and _BREAK.search(low, left, right) is None
