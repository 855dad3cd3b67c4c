"""Short names of devices beside their sisters: "the Pro" next to the Air, "the Series 9", "the Galaxy A56 and A36".
What the text has named counts first, then what is listed of the same line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from pipeline.extract.mentions.names import NameFinder
from pipeline.extract.mentions.shapes import Shapes
from pipeline.extract.text.spot import Spot
from pipeline.extract.text.words import Words
from pipeline.rulebook import Name, Rulebook

_PRODUCTS = frozenset({"chip", "device"})
_MEMBER = re.compile(r"([A-Z]{0,2})(\d{1,5})([a-z]{0,2}|[A-Z])")
_JOINTS = frozenset({"and", "or", ",", "/", "&"})
_ENDED = re.compile(r"[.;:!?]\s|\n")
_WORD = 4  # letters of a last word that means the whole name
_SET_AGAINST = 2  # lines of devices in one text
_LONG = 4  # digits of a number that can only be one of the same make
_BRACKET = 20  # words in a bracket behind a name in a list
_BOUNDS = _JOINTS | {"(", ")", ".", ";", ":", ""}
_BARE = 3  # digits of a number that is a name by itself where its line is listed


class Sisters:
    """Finds devices by what tells them from their sisters; one instance serves all articles.

    ``heads`` are the types that each common noun can mean.
    """

    def __init__(
        self, rulebook: Rulebook, finder: NameFinder, shapes: Shapes, heads: Mapping[str, tuple[str, ...]]
    ) -> None:
        self._finder = finder
        self._sized, self._inches = rulebook.syntax.regex("sized-form"), rulebook.syntax.listed("inches")
        self._size = rulebook.syntax.regex("size-ending")
        self._size_signs = rulebook.syntax.signs("sized-form")
        self._editions = frozenset(rulebook.shapes.editions)
        self._acts = rulebook.syntax.lowered("acts-or-owns")
        self._next_number = rulebook.syntax.regex("next-number")
        self._shapes = shapes
        self._heads = heads

    def joined(self, words: Words, spots: Iterable[Spot], taken: bytearray) -> list[Spot]:
        """Add what "A36" means in "the Galaxy A56 and A36": a member of the same line, of the same make of number."""
        found: list[Spot] = []
        for spot in spots:
            at = self._past_bracket(words, spot.last) if spot.type in _PRODUCTS else len(words)
            if at + 1 < len(words) and words.texts[at] in _JOINTS:
                found += self._run(words, spot, taken)
        return found

    def _run(self, words: Words, spot: Spot, taken: bytearray) -> Iterator[Spot]:
        stem, _, member = spot.name.rpartition(" ")
        shape = _MEMBER.fullmatch(member)
        if shape is None or words.texts[spot.last - 1] != member:
            return
        at = self._past_bracket(words, spot.last)
        while at < len(words) and words.texts[at] in _JOINTS:
            at += 1 + (words.lower(at + 1) == "and")
            other = _MEMBER.fullmatch(words.texts[at]) if at < len(words) and not taken[at] else None
            if other is None or (other[1], len(other[2])) != (shape[1], len(shape[2])) or other[0] == member:
                return
            listed = self._finder.by_name.get(f"{stem} {other[0]}")
            alike = len(other[0]) == len(member) >= _LONG and words.lower(at + 1) in _BOUNDS
            if listed is None and not shape[1] and not alike:
                return
            if not shape[1] and len(shape[2]) < _BARE:
                return
            kind, heads = (listed.type, listed.heads) if listed else (spot.type, spot.heads)
            rule = f"name.{listed.id}" if listed else spot.rule
            yield Spot(at, at + 1, f"{stem} {other[0]}", kind, spot.maker, rule, "alias", heads)
            taken[at] = 1
            at = self._past_bracket(words, at + 1)

    def _past_bracket(self, words: Words, at: int) -> int:
        """The place behind the bracket that begins at ``at``; ``at`` itself where none does, or none with an end."""
        if at >= len(words) or words.texts[at] != "(":
            return at
        end = next((i for i in range(at, min(at + _BRACKET, len(words))) if words.texts[i] == ")"), at - 1)
        return end + 1

    def followed(self, words: Words, spots: Iterable[Spot], taken: bytearray) -> list[Spot]:
        """Add what "960" means in "the Ascend 950 in 2026, followed by 960 in 2027": the listed one of its line."""
        found: list[Spot] = []
        lines = {}
        for spot in spots:
            stem, _, member = spot.name.rpartition(" ")
            if spot.type in _PRODUCTS and len(member) >= _BARE and member.isdigit():
                lines[spot.first] = (stem, member, spot)
        for match in self._next_number.finditer(words.source) if lines else ():
            at = words.index(match.start(1))
            stem, member, spot = lines[max((first for first in lines if first < at), default=next(iter(lines)))]
            listed = self._finder.by_name.get(f"{stem} {match.group(1)}")
            between = words.source[words.end(spot.last - 1) : match.start()]
            if listed is None or taken[at] or spot.first > at or _ENDED.search(between) or match.group(1) == member:
                continue
            found.append(
                Spot(at, at + 1, listed.name, listed.type, spot.maker, f"name.{listed.id}", "alias", listed.heads)
            )
            taken[at] = 1
        return found

    def bare(self, words: Words, spots: list[Spot], taken: bytearray) -> None:
        """Add what "the Pro Max" and "the Deck" mean behind a device: one that the text has named so, or the listed
        one of its line with these words.
        """
        devices = sorted((s for s in spots if self._is_device(s)), key=lambda s: s.first)
        if not devices:
            return
        known = [(s, self._unnumbered(s.name)) for s in devices]
        closing = {self._tail(name).partition(" ")[0] for _, name in known}
        ends = set[int]()
        for at, text in enumerate(words.texts):
            variant = self._shapes.is_variant(text)
            if taken[at] or not (variant or text in closing):
                continue
            listed = at - 1 in ends and words.texts[at - 1] in _JOINTS  # "the Pro and Pro Max"
            end = self._shapes.variants(words, at if variant else at + 1, taken)
            acts = (
                not variant
                and not words.texts[at - 1][:1].isupper()
                and self._acts.match(words.low, words.end(end - 1))
            )
            if not (listed or acts or words.lower(self._before_size(words, at)) == "the"):
                continue
            following = words.lower(end)
            several = following.endswith("s") and following[:-1] in self._heads  # "the Pro models"
            if several or (end < len(words) and words.texts[end][:1].isupper()):
                continue
            spot = self._meant(words.text(at, end), [n for n in known if n[0].last <= at], variant)
            if spot is not None:
                spots.append(Spot(at, end, spot.name, spot.type, spot.maker, spot.rule, "alias", spot.heads))
                taken[at:end] = b"\1" * (end - at)
                ends.add(end)

    def _before_size(self, words: Words, at: int) -> int:
        """The word before the one at a place, and before the size of a screen: the "the" of "the 13-inch Pro"."""
        size = words.lower(at - 1) in self._inches and words.lower(at - 2) == "-"
        return at - 4 if size and words.lower(at - 3)[:1].isdigit() else at - 1

    def _meant(self, tail: str, known: list[tuple[Spot, str]], variant: bool) -> Spot | None:
        """The device that ``tail`` means behind the ``known`` ones, each with its name without a number."""
        named = [spot for spot, name in known if self._tail(name) == tail]
        if variant and not named:
            named = [spot for spot, name in known if self._variants(name) == tail]
        if not variant and len({spot.name for spot in named}) > 1:
            return None
        if not variant and not named:  # "the Ally X" behind the ROG Ally alone
            head, _, rest = tail.partition(" ")
            longer = (self._finder.device(f"{s.name} {rest}") for s, name in known if rest and self._tail(name) == head)
            return next((_spot(name, 0) for name in longer if name), None)
        return named[-1] if named else self._listed([s for s, _ in known], tail) if variant else None

    def _is_device(self, spot: Spot) -> bool:
        """True for a device or a line of devices."""
        lines = spot.type == "series" and any("device" in self._heads.get(h.lower(), ()) for h in spot.heads)
        return spot.type == "device" or lines

    def _unnumbered(self, name: str) -> str:
        """A device's name without its number: "MacBook Air M4", "Galaxy Z Fold7" and "Watch Series 10" lose theirs."""
        words = name.split(" ")
        while words and any(c.isdigit() for c in words[-1]):
            word = words.pop().rstrip("0123456789")
            if word.isalpha() and len(word) >= _WORD:
                words.append(word)
        if words and words[-1] in self._shapes.counting:
            words.pop()
        return " ".join(words)

    def _variants(self, name: str) -> str:
        """The words of a variant at the end of a name: "Pro Max"."""
        words = name.split(" ")
        first = len(words)
        while first > 1 and self._shapes.is_variant(words[first - 1]):
            first -= 1
        return " ".join(words[first:])

    def _tail(self, name: str) -> str:
        """What a device of several words is called for short: "Deck", "Ally X"; its variant alone where the word before
        is none to call it by.
        """
        name = name.rpartition(" ")[0] if name.rpartition(" ")[2] in self._editions else name
        variants = self._variants(name)
        stem = name.removesuffix(variants).split()
        last = stem[-1] if len(stem) > 1 else ""
        called = last.isalpha() and last.istitle() and len(last) >= _WORD
        return f"{last} {variants}".strip() if called else variants

    def _listed(self, devices: list[Spot], tail: str) -> Spot | None:
        near = next((s for s in reversed(devices) if s.type == "device"), None)
        name = self._finder.device(f"{self._stem(near.name)} {tail}") if near else None
        return _spot(name, 0) if name else None

    def _stem(self, name: str) -> str:
        """A device's name without the words of its variant: "iPhone 17 Pro" is one of "iPhone 17"."""
        words = name.split(" ")
        while len(words) > 1 and self._shapes.is_variant(words[-1]):
            words.pop()
        return " ".join(words)

    def lines(self, words: Words, spots: list[Spot], taken: bytearray) -> None:
        """Let "the iPhone" and "the Galaxy" mean the one device of the line that the text names, where it names devices
        of other lines too: it sets them against each other.
        """
        members: dict[str, set[str]] = {}
        named = [s for s in spots if s.type == "device"]
        for spot in named:
            line = spot.name.removeprefix(f"{spot.maker} ").partition(" ")[0]
            if line.isalpha() and len(line) >= _WORD:
                members.setdefault(line, set()).add(spot.name)
        nouns = {noun for s in named for noun in s.heads}
        others = {s.name for s in spots if s.type == "series" and nouns.intersection(s.heads)}
        others = {name for name in others if not any(f" {line} " in f" {name} " for line in members)}
        if len(members) + len(others) < _SET_AGAINST:
            return
        one = {line: next(iter(names)) for line, names in members.items() if len(names) == 1}
        held = {s.first: s for s in spots if s.type == "series" and s.last == s.first + 1}
        for spot in spots:
            if spot.type == "series" and spot.last > spot.first + 1 and words.lower(spot.first - 1) == "the":
                own = {s.name for s in named if s.name.startswith(f"{spot.name} ") and s.first < spot.first}
                first = next((s.first for s in named if s.name in own), 0)
                alone = any(s.name == spot.name and s.first < first for s in spots)  # a thing of its own
                if len(own) == 1 and not alone and words.lower(spot.last) not in self._shapes.line_nouns:
                    spot.name, spot.type = own.pop(), "device"
        for at, text in enumerate(words.texts):
            if text not in one or words.lower(at - 1) != "the" or (taken[at] and at not in held):
                continue
            following = words.texts[at + 1] if at + 1 < len(words) else ""
            full = next(s for s in named if s.name == one[text])
            if full.first > at or following[:1].isupper() or following.lower() in self._shapes.line_nouns:
                continue
            if at in held:
                held[at].name, held[at].type = full.name, full.type
            else:
                spots.append(Spot(at, at + 1, full.name, full.type, full.maker, full.rule, "alias", full.heads))
                taken[at] = 1

    def numbered(self, words: Words, spots: list[Spot], taken: bytearray) -> None:
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

    def sized(self, words: Words, spots: list[Spot], taken: bytearray) -> None:
        """Add what "the 16-inch model" means behind a device: the listed one of its line with this size, or the one of
        this size where the text names another size of the line.
        """
        if not any(map(words.low.__contains__, self._size_signs)):
            return
        devices = sorted((s for s in spots if s.type == "device"), key=lambda s: s.first)
        for match in self._sized.finditer(words.source):
            first, last = words.index(match.start("size")), words.index(match.end() - 1) + 1
            near = next((s for s in reversed(devices) if s.last <= first), None)
            if near is None or any(taken[first:last]):
                continue
            line = self._size.sub("", near.name)
            surface = f"{line} {match['size']}-{match['unit']}"
            listed = self._finder.device(surface)
            if listed is not None:
                rule, name, heads = f"name.{listed.id}", listed.name, listed.heads
            elif line != near.name:
                rule, name, heads = near.rule, surface, near.heads
            else:
                continue
            spots.append(Spot(first, last, name, "device", near.maker, rule, "alias", heads))
            taken[first:last] = b"\1" * (last - first)


def _spot(name: Name, at: int) -> Spot:
    """A listed name as found at token ``at``."""
    return Spot(at, at + 1, name.name, name.type, name.maker, f"name.{name.id}", "alias", name.heads)
