"""Resolves short forms to the names that the article gave before: "the e150", "the 5090", "the Pro Max", "Series 9".
A short form that several names could mean is left alone, except beside a device, whose line decides.
"""

from __future__ import annotations

from pipeline.extract.names import NameFinder
from pipeline.extract.shapes import Shapes
from pipeline.extract.spot import Spot
from pipeline.extract.words import Words
from pipeline.rulebook import Name, Rulebook


class ShortForms:
    """Finds the short forms of an article's names; ``finder`` knows the listed ones."""

    def __init__(self, rulebook: Rulebook, finder: NameFinder, shapes: Shapes) -> None:
        self._finder = finder
        self._shapes = shapes
        self._syntax = rulebook.syntax.regex
        self._heads = {h.noun.lower() for h in rulebook.cues.head}
        self._sized = rulebook.syntax.regex("sized-form")
        self._size = rulebook.syntax.regex("size-ending")
        self._size_signs = rulebook.syntax.signs("sized-form")
        self._numbered_names = _by_number(rulebook)

    def find(self, words: Words, spots: list[Spot], taken: bytearray) -> None:
        """Add the mentions by the last designator alone to ``spots``, as mentions of the full name."""
        tails: dict[str, dict[str, Spot]] = {}
        for spot in spots:
            if " " in spot.name and (
                spot.type in {"chip", "device", "system", "model"}
                or (spot.type == "series" and any(c.isdigit() for c in spot.name.split(" ")[-1][:-1]))
            ):
                tails.setdefault(spot.name.split(" ")[-1], {}).setdefault(spot.name, spot)
        self._siblings(words, spots, taken)
        self._numbered_sisters(words, spots, taken)
        self._sizes(words, spots, taken)
        short = {tail: next(iter(named.values())) for tail, named in tails.items() if len(named) == 1}
        for spot in [named for tail, named in short.items() if tail.isdigit() and len(tail) > 2]:
            for tail, name in self._numbered_names.get(spot.name.rpartition(" ")[0], {}).items():
                if tail not in tails and len(tail) == len(spot.name.rpartition(" ")[2]):
                    rule = f"name.{name.id}"
                    short[tail] = Spot(
                        spot.first, spot.last, name.name, name.type, name.maker, rule, "alias", name.heads
                    )
        for spot in spots:
            full = short.get(spot.name)
            if full is None:
                full = self._topped(words, spot, short)
            elif spot.how != "shape":
                full = None
            if full is not None:
                spot.name, spot.type, spot.maker = full.name, full.type, full.maker
        for at, text in enumerate(words.texts):
            full = short.get(text)
            later = full is not None and (at >= full.first or text.isdigit())
            if full is not None and later and not taken[at] and self._is_short_form(words, at, text):
                spots.append(Spot(at, at + 1, full.name, full.type, full.maker, full.rule, "alias", full.heads))
                taken[at] = 1

    def _siblings(self, words: Words, spots: list[Spot], taken: bytearray) -> None:
        """Add what "the Pro Max" means behind a device: the listed one of its line with these words."""
        devices = sorted((s for s in spots if s.type == "device"), key=lambda s: s.first)
        places = [at for at, text in enumerate(words.texts) if self._shapes.is_variant(text)] if devices else []
        for at in places:
            if taken[at] or words.lower(at - 1) != "the":
                continue
            end = self._shapes.variants(words, at, taken)
            following = words.lower(end)
            several = following.endswith("s") and following[:-1] in self._heads  # "the Pro models"
            if several or (end < len(words) and words.texts[end][:1].isupper()):
                continue
            near = next((s for s in reversed(devices) if s.last <= at), None)
            name = self._finder.device(f"{self._stem(near.name)} {words.text(at, end)}") if near else None
            if name is not None:
                rule = f"name.{name.id}"
                spots.append(Spot(at, end, name.name, name.type, name.maker, rule, "alias", name.heads))
                taken[at:end] = b"\1" * (end - at)

    def _numbered_sisters(self, words: Words, spots: list[Spot], taken: bytearray) -> None:
        """Add what "the Series 9" means beside the Series 10 of a line that counts so."""
        for joint in self._shapes.counting:
            lines = {s.name.partition(f" {joint} ")[0] for s in spots if s.type == "device" and f" {joint} " in s.name}
            for at, text in enumerate(words.texts if len(lines) == 1 else ()):
                if text != joint or taken[at] or at + 1 >= len(words) or taken[at + 1]:
                    continue
                name = self._finder.device(f"{next(iter(lines))} {words.text(at, at + 2)}")
                if name is not None:
                    rule = f"name.{name.id}"
                    spots.append(Spot(at, at + 2, name.name, name.type, name.maker, rule, "alias", name.heads))
                    taken[at : at + 2] = b"\1\1"

    def _sizes(self, words: Words, spots: list[Spot], taken: bytearray) -> None:
        """Add what "the 16-inch model" means behind a device: the listed one of its line with this size, or the one of
        this size where the text names another size of the line.
        """
        devices = sorted((s for s in spots if s.type == "device"), key=lambda s: s.first)
        for match in (
            self._sized.finditer(words.source) if devices and any(map(words.low.__contains__, self._size_signs)) else ()
        ):
            first, last = words.index(match.start(match.lastgroup or 0)), words.index(match.end() - 1) + 1
            near = next((s for s in reversed(devices) if s.last <= first), None)
            if near is None or any(taken[first:last]):
                continue
            line = self._size.sub("", near.name)
            surface = f"{line} {match.group(match.lastgroup or 0)}-inch"
            listed = self._finder.device(surface)
            if listed is not None:
                rule, name, heads = f"name.{listed.id}", listed.name, listed.heads
            elif line != near.name:
                rule, name, heads = near.rule, surface, near.heads
            else:
                continue
            spots.append(Spot(first, last, name, "device", near.maker, rule, "alias", heads))
            taken[first:last] = b"\1" * (last - first)

    def _stem(self, name: str) -> str:
        """A device's name without the words of its variant: "iPhone 17 Pro" is one of "iPhone 17"."""
        words = name.split(" ")
        while len(words) > 1 and self._shapes.is_variant(words[-1]):
            words.pop()
        return " ".join(words)

    def _topped(self, words: Words, spot: Spot, short: dict[str, Spot]) -> Spot | None:
        """The product named after a core where its short form means the product: "the P550" costs, its cores do not."""
        full = short.get(words.texts[spot.first]) if spot.type == "architecture" else None
        alone = full is not None and spot.last == spot.first + 1 and full.first < spot.first
        if not alone or words.lower(spot.last) in self._shapes.core_nouns:
            return None
        return full

    def _is_short_form(self, words: Words, at: int, text: str) -> bool:
        """A designator alone may be a name; a bare number or a common word only in its place."""
        following = words.texts[at + 1] if at + 1 < len(words) else ""
        if text.isdigit():
            plain = not following[:1].isalnum() or self._syntax("after-number-name").fullmatch(following)
            return len(text) > 2 and bool(plain and self._syntax("before-number-name").fullmatch(words.lower(at - 1)))
        if not any(c.isdigit() for c in text):
            return len(text) > 3 and self._shapes.is_variant(text) and not following[:1].isupper()
        return len(text) > 2


def _by_number(rulebook: Rulebook) -> dict[str, dict[str, Name]]:
    """Listed products whose names end in a plain number of three digits or more, by what stands before it."""
    found: dict[str, dict[str, Name]] = {}
    for name in rulebook.names:
        stem, _, number = name.name.rpartition(" ")
        if stem and number.isdigit() and len(number) > 2 and name.type in {"chip", "device", "system"}:
            found.setdefault(stem, {})[number] = name
    return found
