"""Learns AI models that are called by a few letters and a number: "MiniMax has presented M4, a 300B-parameter model".
The sentence that brings such a name says what it is; its lab's name goes before it, as in the lab's other models.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.extract.mentions.coined import everywhere
from pipeline.extract.mentions.names import Found
from pipeline.extract.text.spot import Spot
from pipeline.extract.text.words import Words
from pipeline.rulebook import Rulebook

_RULE = "shape.model"
_MODEL, _FIRM = "model", "company"
_LISTED = frozenset({"model", "series", "device"})  # what such a name is where the list has it
_NUMBERED = re.compile(r"(.*?)([A-Za-z]+[ -]?)\d+(?:\.\d+)?")
_REACH = 14  # tokens before a name in which its lab is looked for


class ShortModels:
    """Finds the short names of models that a text introduces."""

    def __init__(self, rulebook: Rulebook) -> None:
        self._patterns = [rulebook.syntax.regex(f"model-{how}") for how in ("released", "headed", "defined")]
        self._scored = rulebook.syntax.regex("model-scored")
        self._signs = rulebook.syntax.signs("model-released")
        self._heads = next((h.noun,) for h in rulebook.cues.head if h.types[0] == _MODEL)
        models = [n for n in rulebook.names if n.type == _MODEL and n.maker]
        self._labs = {n.maker for n in models} - {n.maker for n in rulebook.names if n.type == "chip"}
        self._lines: dict[tuple[str, str], str] = {}
        for listed in models:
            line = _NUMBERED.fullmatch(listed.name)
            if line is not None and line.group(1):
                self._lines.setdefault((listed.maker, line.group(2)), line.group(1))

    def find(self, words: Words, found: Sequence[Found], taken: bytearray) -> list[Spot]:
        """All mentions of such models; ``found`` are the listed surfaces, in order of place."""
        labs = any(n.name in self._labs for f in found for n in f.names)
        if not labs and not any(map(words.low.__contains__, self._signs)):
            return []
        sure = bytearray(len(words))
        for listed in found:
            if not listed.ambiguous and listed.names[0].type in _LISTED:
                sure[listed.first : listed.last] = b"\1" * (listed.last - listed.first)
        known: dict[tuple[str, ...], Spot] = {}
        for match in self._introduced(words.source, labs):
            first, last = words.index(match.start("name")), words.index(match.end("name") - 1) + 1
            lab = self._lab(found, first)
            if any(taken[first:last]) or any(sure[first:last]) or (match.re is self._scored and not lab):
                continue
            texts = tuple(words.texts[first:last])
            name = self._named(lab, words.text(first, last))
            spot = Spot(first, last, name, _MODEL, lab, _RULE, "shape", self._heads)
            known.setdefault(texts, spot)
            if lab:
                for joint in ((), ("-",)):
                    known.setdefault((*lab.split(), *joint, *texts), spot)
        return list(everywhere(words, known, taken)) if known else []

    def _introduced(self, text: str, labs: bool) -> Iterator[re.Match[str]]:
        for pattern in (*self._patterns, self._scored) if labs else self._patterns:
            yield from pattern.finditer(text)

    def _lab(self, found: Sequence[Found], first: int) -> str:
        """The firm named right before a name, at most a clause back; empty where none is or the name is its own."""
        firms = (n.name for f in reversed(found) if first - _REACH <= f.first and f.last <= first for n in f.names)
        return next((name for name in firms if name in self._labs), "")

    def _named(self, lab: str, words: str) -> str:
        """The full name: with what stands before the number in the lab's other models, else with the lab's name."""
        stem = re.match(r"[A-Za-z]+[ -]?", words)
        before = self._lines.get((lab, stem.group(0) if stem else ""))
        return f"{before}{words}" if before else f"{lab} {words}".strip()
