"""Short names of devices beside those of another generation: "the 15 Pro" next to the iPhone 16 Pro, "the 8a" next to
the Pixel 9a, and, next to a device that goes by its chip, "the M2 model" and "the M4 Air".
"""

from __future__ import annotations

import re

from pipeline.extract.mentions.names import NameFinder
from pipeline.extract.mentions.shapes import Shapes
from pipeline.extract.text.spot import Spot
from pipeline.extract.text.words import Words
from pipeline.rulebook import Rulebook

_NUMBER = re.compile(r"\d{1,2}[A-Za-z]?")


class Generations:
    """Finds devices by their generation; one instance serves all articles."""

    def __init__(self, rulebook: Rulebook, finder: NameFinder, shapes: Shapes) -> None:
        self._finder, self._shapes = finder, shapes
        self._versions = frozenset(rulebook.shapes.version_nouns)
        self._lead = rulebook.syntax.lowered("generation-lead").fullmatch

    def find(self, words: Words, spots: list[Spot], taken: bytearray) -> None:
        """Add what a number with a variant means, and mend what is only a chip by its name."""
        devices = sorted((s for s in spots if s.type == "device"), key=lambda s: s.first)
        if not devices:
            return
        self._by_number(words, spots, devices, taken)
        lines = {s.name for s in spots if s.type == "series"}
        for spot in spots:
            if spot.type == "chip":
                self._by_chip(words, spot, devices, lines)

    def _by_number(self, words: Words, spots: list[Spot], devices: list[Spot], taken: bytearray) -> None:
        lines = {line for s in devices if (line := self._line(s.name))}
        if not lines:
            return
        for at, text in enumerate(words.texts):
            if taken[at] or not _NUMBER.fullmatch(text) or not self._lead(words.lower(at - 1)):
                continue
            end = self._shapes.variants(words, at + 1, taken)
            if (end == at + 1 and text.isdigit()) or words.text(end, end + 1)[:1].isupper():
                continue
            near = sorted(devices, key=lambda s: s.first > at)  # what was named before counts first
            means = (self._finder.device(f"{self._line(s.name)} {words.text(at, end)}") for s in near)
            name = next((n for n in means if n is not None), None)
            if name is not None:
                rule = f"name.{name.id}"
                spots.append(Spot(at, end, name.name, name.type, name.maker, rule, "alias", name.heads))
                taken[at:end] = b"\1" * (end - at)

    def _line(self, name: str) -> str:
        """What stands before the generation and the variant of a device: "iPhone"; empty where there is none."""
        words = name.split(" ")
        while len(words) > 1 and self._shapes.is_variant(words[-1]):
            words.pop()
        return " ".join(words[:-1]) if _NUMBER.fullmatch(words[-1]) else ""

    def _by_chip(self, words: Words, spot: Spot, devices: list[Spot], lines: set[str]) -> None:
        """Take "the M2 model" for the device with this chip where one of its line goes by another."""
        versions = words.lower(spot.last) in self._versions
        chip, _, variant = spot.name.removeprefix(f"{spot.maker} ").partition(" ")
        if not versions and spot.how != "variant":
            return
        stems = [s.name.rpartition(" ")[0] for s in devices if self._is_chip(s.name.rpartition(" ")[2], chip)]
        if spot.how == "variant":
            stems = [s for s in (*stems, *lines) if s.endswith(f" {variant}")]
        wanted = chip if spot.how == "variant" else f"{chip} {variant}".strip()
        found = [n for s in stems if (n := self._finder.device(f"{s} {wanted}")) is not None and n.maker == spot.maker]
        if found:
            name = found[-1]
            spot.name, spot.type, spot.rule, spot.heads = name.name, name.type, f"name.{name.id}", name.heads
            spot.how = "alias"

    def _is_chip(self, word: str, chip: str) -> bool:
        """True for a chip of the same make of name: "M3" beside "M2"."""
        return word.rstrip("0123456789") == chip.rstrip("0123456789") and word[-1:].isdigit()
