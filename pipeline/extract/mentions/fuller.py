"""Short names that a fuller one of the text settles: beside the "Galaxy Watch 4" the "Watch 4" is that one, whatever
a list calls so, and the "Nitro 14" of a text about "the Quibble Nitro 14" is Quibble's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.extract.text.spot import Spot
from pipeline.extract.text.words import Words

_DEVICE, _COMPANY = "device", "company"
_CARRIED = (_DEVICE, "chip")
_PLATE = re.compile(r"[A-Z]\d{1,3}")
_RULE, _LINE = "shape.fuller", "series."


class FullerNames:
    """Gives what is listed by a short name to the device that ends so, or a device to whom the text gives it, where
    it never names the listed maker.
    """

    def settle(self, words: Words, spots: list[Spot], taken: bytearray) -> None:
        """Rename such spots, and add what was passed over behind its other maker."""
        made = {s.name for s in spots if s.type == _COMPANY} | {s.maker for s in spots if self._tells_maker(words, s)}
        self._behind_another(words, spots)
        told = {s.name for s in spots if s.type == _DEVICE and self._tells_maker(words, s)}
        for spot in [s for s in spots if self._is_bare(words, s, _CARRIED) and s.name not in told]:
            surface = words.text(spot.first, spot.last)
            fuller = [o for o in spots if o.type == _DEVICE and words.text(o.first, o.last).endswith(f" {surface}")]
            if spot.type != _DEVICE:  # "the T700" beside the Crucial T700, no "M3" beside the MacBook Air M3
                fuller = [o for o in fuller if _PLATE.fullmatch(surface) and o.maker != spot.maker]
            if spot.maker in made and (spot.type != _DEVICE or not _is_line(surface)):
                continue  # the listed maker is told of: only a line's number that another firm's name ends with
            if not fuller and spot.type == _DEVICE and spot.maker not in made:
                fuller = list(self._of_another(words, spot, surface, spots, taken))
                spots += fuller
            if fuller:
                meant = next((o for o in reversed(fuller) if o.first < spot.first), fuller[0])
                spot.name, spot.maker, spot.rule, spot.heads = meant.name, meant.maker, meant.rule, meant.heads
                spot.type, spot.how = _DEVICE, "alias"

    def _behind_another(self, words: Words, spots: Sequence[Spot]) -> None:
        """Give members that only their number makes of a line to the firm right before them: "the ZTE Blade V70"."""
        firms = {s.last: s.name for s in spots if s.type == _COMPANY}
        coined = [s for s in spots if s.rule.startswith(_LINE) and self._is_bare(words, s)]
        coined += [s for s in spots if s.how == "name" and self._is_bare(words, s) and self._lacks_line(words, s)]
        told = {s.name for s in spots if s.type == _COMPANY}
        coined = [s for s in coined if s.maker not in told]
        owners = {words.text(s.first, s.last): firms[s.first] for s in coined if s.first in firms}
        for spot in coined:
            owner = owners.get(words.text(spot.first, spot.last), spot.maker)
            if owner != spot.maker:
                spot.name, spot.maker = f"{owner} {words.text(spot.first, spot.last)}", owner

    def _lacks_line(self, words: Words, spot: Spot) -> bool:
        """True for "S9" of the Galaxy S9: not even its line is told."""
        surface = words.text(spot.first, spot.last)
        return " " not in surface and spot.name != f"{spot.maker} {surface}"

    def _is_bare(self, words: Words, spot: Spot, types: tuple[str, ...] = (_DEVICE,)) -> bool:
        """True for a thing of one of the types told without its maker, where its name begins with that one."""
        own = spot.type in types and spot.maker and spot.name.startswith(f"{spot.maker} ")
        return bool(own) and any(map(str.isdigit, spot.name)) and not self._tells_maker(words, spot)

    def _tells_maker(self, words: Words, spot: Spot) -> bool:
        return bool(spot.maker) and spot.maker.partition(" ")[0].lower() == words.lowers[spot.first]

    def _of_another(
        self, words: Words, spot: Spot, surface: str, spots: Sequence[Spot], taken: bytearray
    ) -> Iterator[Spot]:
        """The places where the same words stand right behind another firm's name."""
        size = spot.last - spot.first
        for firm in spots:
            end = firm.last + size
            if firm.type != _COMPANY or any(taken[firm.last : end]) or words.text(firm.last, end) != surface:
                continue
            yield Spot(firm.last, end, f"{firm.name} {surface}", _DEVICE, firm.name, _RULE, "shape", spot.heads)
            taken[firm.last : end] = b"\1" * size


def _is_line(surface: str) -> bool:
    """True for "Pad 3": a word and a number."""
    line, _, number = surface.rpartition(" ")
    return line.isalpha() and number.isdigit()
