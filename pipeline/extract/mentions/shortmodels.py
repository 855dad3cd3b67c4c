"""Learns AI models that are called by a few letters and a number: "MiniMax has presented M4, a 300B-parameter model".
The sentence that brings such a name says what it is; its lab's name goes before it, as in the lab's other models.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.extract.mentions.coined import everywhere
from pipeline.extract.mentions.names import Found
from pipeline.extract.text.lines import lines_with
from pipeline.extract.text.spot import Spot
from pipeline.extract.text.words import Words
from pipeline.rulebook import Rulebook

_RULE = "shape.model"
_MODEL, _FIRM = "model", "company"
_LISTED = frozenset({"model", "series", "device"})  # what such a name is where the list has it
_NUMBERED = re.compile(r"(.*?)([A-Za-z]+[ -]?)\d+(?:\.\d+)?")
_GOES_ON = 100  # characters behind a line in which what is said of a model may end
_REACH = 14  # tokens before a name in which its lab is looked for


class ShortModels:
    """Finds the short names of models that a text introduces."""

    def __init__(self, rulebook: Rulebook) -> None:
        syntax = rulebook.syntax
        names = [f"model-{how}" for how in ("released", "headed", "defined")]
        self._patterns = [(syntax.regex(name), syntax.signs(name)) for name in names]
        self._scored = syntax.regex("model-scored")
        self._signs = syntax.signs("model-released")
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
        for match in self._introduced(words, labs):
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

    def _introduced(self, words: Words, labs: bool) -> Iterator[re.Match[str]]:
        text, low = words.source, words.low
        for pattern, signs in self._patterns:
            for start, end in lines_with(signs, low, _GOES_ON):
                yield from pattern.finditer(text, start, end)
        if labs:
            yield from self._scored.finditer(text)

    def _lab(self, found: Sequence[Found], first: int) -> str:
        """The firm named right before a name, at most a clause back; empty where none is or the name is its own."""
        firms = (n.name for f in reversed(found) if first - _REACH <= f.first and f.last <= first for n in f.names)
        return next((name for name in firms if name in self._labs), "")

    def _named(self, lab: str, words: str) -> str:
        """The full name: with what stands before the number in the lab's other models, else with the lab's name."""
        stem = re.match(r"[A-Za-z]+[ -]?", words)
        before = self._lines.get((lab, stem.group(0) if stem else ""))
        return f"{before}{words}" if before else f"{lab} {words}".strip()
