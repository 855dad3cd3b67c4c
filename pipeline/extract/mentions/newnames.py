"""Recognises products that no list knows: "the KX-8 server", "Alibaba's V900", "the v3 processor".
A shape alone is never enough; a maker, a head noun or a sibling must stand beside it.
"""

from __future__ import annotations

import re

from pipeline.extract.mentions.shapes import Shapes
from pipeline.extract.text.spot import Spot
from pipeline.extract.text.words import Words
from pipeline.measure import Looks
from pipeline.rulebook import Rulebook

_POSSESSIVE = {"'s", "’s", "-"}
_LINE, _FIGURES = 2, 3  # words of a line's name, figures of its number
_APPOSING = {",", ":", "—", "–", "-", "--"}


class NewNames:
    """Finds unlisted products."""

    def __init__(self, rulebook: Rulebook, shapes: Shapes) -> None:
        self._shapes = shapes
        self._looks = Looks(self._may_name)
        self._parts = rulebook.syntax.listed("core-block")
        self._sibling_lead = rulebook.syntax.regex("sibling-lead")
        self._after_number = rulebook.syntax.regex("after-number-name")
        self._heads = {h.noun.lower(): h.types for h in rulebook.cues.head}
        self._kinds = frozenset(rulebook.syntax.word("linkword").lower().split("|"))
        self._rented = rulebook.shapes.instance_nouns
        self._fleets = {
            n.maker: n.name.rpartition(" ")[0]
            for n in rulebook.names
            if n.type == "system" and n.heads[:1] == self._rented[:1] and shapes.is_instance(n.name.split(" ")[-1])
        }
        self._called = rulebook.called
        self._second = rulebook.syntax.regex("second-number")
        self._device_makers = {n.maker for n in rulebook.names if n.type == "device"}
        self._chip_makers = {n.maker for n in rulebook.names if n.type == "chip"}
        self.naming = {p.split()[0].lower() for c in rulebook.cues.cue if c.kind == "naming" for p in c.phrases}
        self._announcing = {
            c.lower() for a in rulebook.attributes.attribute if a.id == "announcement_date" for c in a.cues
        }

    def products(self, words: Words, spots: list[Spot], taken: bytearray) -> list[Spot]:
        """Model numbers with a maker, series, head noun or sibling beside them; ``spots`` are in order of place."""
        before = {s.last: s for s in spots}
        told = (s for s in spots if s.type in {"chip", "system"})
        siblings = _Siblings()
        for known in told:
            siblings.add(known.name.split()[-1], known, known.name.rpartition(" ")[0])
        new: list[Spot] = []
        likely = self._likely(words)
        sites = {words.texts[at] for at in likely if self._shapes.is_site(words, at)}
        for at in likely:
            token = words.texts[at]
            if taken[at] or token in sites:
                continue
            if token in self._shapes.product_nouns and at in before and before[at].type == "company":
                new.append(self._of_company(words, at, before[at], taken))
                continue
            lined = self._numbered_line(words, at, before, taken)
            if lined is not None:
                new.append(lined)
                taken[lined.first : lined.last] = b"\1" * (lined.last - lined.first)
                continue
            if self._is_rented(words, at):
                new.append(self._instance(words, at, spots))
                taken[at] = 1
                continue
            end = self._shapes.hyphenated(words, at, taken)
            if end == at:
                younger = token[-1].isdigit() and self._is_younger(words, at, siblings)
                if not younger and not self._shapes.is_name(token):
                    continue
                end, at = at + 1, self._opened(words, at, taken)
            if end < len(words) and words.texts[end] in self._shapes.panel_nouns:
                continue
            end = self._shapes.variants(words, self._doubled(words, end, taken), taken)
            spot = self._product(words, at, end, before, siblings, spots, taken)
            if spot is not None:
                new.append(spot)
                siblings.add(token, spot, spot.name.removesuffix(words.text(at, end)).strip())
                taken[at:end] = b"\1" * (end - at)
        return new

    def _opened(self, words: Words, at: int, taken: bytearray) -> int:
        """Where a name begins that goes on at token ``at`` behind letters and a hyphen: "BMG-G31"."""
        first = at - 2
        glued = first >= 0 and words.texts[at - 1] == "-" and words.joined[first] and words.joined[at - 1]
        fits = glued and words.texts[first].isupper() and words.texts[first].isalpha() and not any(taken[first:at])
        return first if fits else at

    def _doubled(self, words: Words, end: int, taken: bytearray) -> int:
        """The end of a name that a second number of letters and digits closes: "GB200 NVL72"."""
        if end >= len(words) or taken[end] or words.joined[end - 1] or not self._second.fullmatch(words.texts[end]):
            return end
        return end + (words.texts[end].lower() not in self._shapes.never)

    def _likely(self, words: Words) -> list[int]:
        """The tokens that ``products`` can make something of; few, so that the rest of a text is passed over."""
        places = self._looks.among(words.notable, words.texts)
        joined = [at - 1 for at in words.notable if at and words.texts[at] == "-"]
        return sorted({*places, *joined}) if joined else places

    def is_notable(self, text: str) -> bool:
        """True for a word that a name can be seen from."""
        return text == "-" or self._may_name(text)

    def _may_name(self, text: str) -> bool:
        """True for a word that can name a product by its look, or is what products are called by."""
        return (
            text[-1].isdigit()
            or text in self._shapes.product_nouns
            or self._shapes.is_name(text)
            or self._shapes.is_instance(text)
        )

    def _is_rented(self, words: Words, at: int) -> bool:
        """True for the name of a cloud's machine for rent, with the noun for it behind: "M7g instances"."""
        noun = words.lower(at + 1).removesuffix("s")
        return noun in self._rented and self._shapes.is_instance(words.texts[at])

    def _instance(self, words: Words, at: int, spots: list[Spot]) -> Spot:
        """A machine for rent, called as the listed ones of the maker named last before it, or after that maker."""
        before = (s.maker or s.name for s in reversed(spots) if s.last <= at and (s.maker or s.type == "company"))
        maker = next(before, "")
        name = f"{self._fleets.get(maker, maker)} {words.texts[at]}".strip()
        return Spot(at, at + 1, name, "system", maker, "shape.instance", "shape", self._rented)

    def _numbered_line(self, words: Words, at: int, before: dict[int, Spot], taken: bytearray) -> Spot | None:
        """A device of a line that no list knows, by its maker and its number: "the Garmin Enduro 2"."""
        first = at
        while first and at - first < _LINE and words.texts[first - 1].istitle() and words.texts[first - 1].isalpha():
            first -= 1
            if taken[first]:
                return None
            firm = before.get(first)
            if firm is not None and firm.type == "company":
                break
        firm = before.get(first)
        if first == at or firm is None or firm.name not in self._device_makers or not words.texts[at].isdigit():
            return None
        following = words.texts[at + 1] if at + 1 < len(words) else ""
        closed = not following[:1].isalnum() and not words.joined[at]
        if len(words.texts[at]) > _FIGURES or not (closed or self._after_number.fullmatch(following)):
            return None
        name = f"{firm.name} {words.text(first, at + 1)}"
        return Spot(first, at + 1, name, "device", firm.name, "shape.line", "shape")

    def _is_younger(self, words: Words, at: int, siblings: _Siblings) -> bool:
        """True for a version like one named before, with a noun of its kind: "the v3 processor" beside "TPU v4"."""
        text = words.texts[at]
        fits = len(text) < 6 and text[0].isalpha() and text[-1].isdigit()
        return fits and bool(self._head_types(words, at + 1)) and siblings.nearest(text) is not None

    def _of_company(self, words: Words, at: int, firm: Spot, taken: bytearray) -> Spot:
        """A product called by its noun: "OnePlus Watch 2"."""
        end = self._shapes.tail(words, at + 1, taken)
        taken[at:end] = b"\1" * (end - at)
        heads = (words.lowers[at],)
        return Spot(at, end, f"{firm.name} {words.text(at, end)}", "device", firm.name, "shape.product", "shape", heads)

    def _product(
        self,
        words: Words,
        at: int,
        end: int,
        before: dict[int, Spot],
        siblings: _Siblings,
        spots: list[Spot],
        taken: bytearray,
    ) -> Spot | None:
        """The product at tokens ``at:end``; none for "the X2 core", and where the line before has grown by them."""
        if words.lower(end).removesuffix("s") in self._parts:
            return None
        text = words.text(at, end)
        types = self._head_types(words, end)
        kind = "system" if self._second.fullmatch(words.texts[end - 1]) else "chip"
        spot = Spot(at, end, text, types[0] if types else kind, "", "shape.name", "shape")
        anchor = before.get(at) or (before.get(at - 1) if words.lower(at - 1) in _POSSESSIVE else None)
        if anchor is not None and anchor.last == at and self._is_device_line(anchor):
            kind = next(iter(self._heads.get(anchor.heads[0].lower(), ())), "")
            anchor.name, anchor.type = f"{anchor.name} {text}", "system" if kind == "system" else "device"
            anchor.how, anchor.rule = "shape", spot.rule
            anchor.last = end
            taken[at:end] = b"\1" * (end - at)
            return None
        if anchor is not None and anchor.type in {"company", "series", "architecture"}:
            spot.maker = anchor.maker or (anchor.name if anchor.type == "company" else "")
            design = anchor.type == "architecture" and anchor.name not in self._called and spot.maker
            spot.name = f"{self._shapes.called(spot.maker) if design else anchor.name} {text}"
            if not types and spot.maker in self._device_makers - self._chip_makers:
                spot.type = "device"
            return spot
        whole = siblings.nearest(text) if "-" in text else None
        sibling, prefix = siblings.nearest(words.texts[at]) or whole or (None, "")
        if sibling is not None and (types or self._sibling_lead.fullmatch(words.lower(at - 1))):
            spot.name, spot.maker, spot.type = f"{prefix} {text}".strip(), sibling.maker, sibling.type
            return spot
        maker = self._introduced_by(words, at, spots)
        if maker is not None:
            spot.maker, spot.name = maker.name, f"{self._shapes.called(maker.name)} {text}"
            return spot
        repeated = end > at + 1 and "-" in text and words.source.count(text) > 2
        return spot if types or repeated or words.lower(at - 1) in self.naming else None

    def _is_device_line(self, spot: Spot) -> bool:
        """True for a line of devices: "Galaxy" before "S4"."""
        return spot.type == "series" and any("device" in self._heads.get(h.lower(), ()) for h in spot.heads)

    def _head_types(self, words: Words, at: int) -> tuple[str, ...]:
        """The types that the common noun at token ``at`` stands for: "card", "graphics cards", "switch chip"."""
        first, second = words.lower(at), words.lower(at + 1)
        for noun in (f"{first} {second}", first, second if first in self._kinds else ""):
            types = self._heads.get(noun) or self._heads.get(noun.removesuffix("s"))
            if types:
                return types
        return ()

    def _introduced_by(self, words: Words, at: int, spots: list[Spot]) -> Spot | None:
        """The company that presents the name at token ``at``: "Acme Systems today introduced the KX-8"."""
        lowers = words.lowers
        opened = at > 2 and lowers[at - 1] == "the" and lowers[at - 2] in _APPOSING
        apposed = opened and (lowers[at - 3] in self._heads or lowers[at - 3].removesuffix("s") in self._heads)
        for spot in reversed(spots):
            if spot.type == "company" and 0 < at - spot.last <= (20 if apposed else 6):
                return spot if apposed or self._announcing & set(lowers[spot.last : at]) else None
        return None


def _goes_on(token: str, other: str) -> bool:
    """True for two numbers of which one begins the other."""
    return min(len(token), len(other)) > _FIGURES and (token.startswith(other) or other.startswith(token))


def _in_common(token: str, other: str) -> int:
    """How many letters two numbers begin with alike."""
    return next((i for i, (a, b) in enumerate(zip(token, other, strict=False)) if a != b), min(len(token), len(other)))


class _Siblings:
    """The names of a text by the shape of their number, each with what stands before it."""

    def __init__(self) -> None:
        self._by_shape: dict[str, dict[str, tuple[Spot, str]]] = {}

    def add(self, token: str, spot: Spot, prefix: str) -> None:
        self._by_shape.setdefault(_shape(token), {}).setdefault(token, (spot, prefix))

    def nearest(self, token: str) -> tuple[Spot, str] | None:
        """The sibling of a number that begins most like it: the Ryzen 9 9900X of the 9950X; the first added of equals.
        One that only goes on is the nearest: the 9950X3D2 of the 9950X3D.
        """
        longer = (found for found in self._by_shape.values() if any(_goes_on(token, other) for other in found))
        alike = next(longer, None) or self._by_shape.get(_shape(token))
        return alike[max(alike, key=lambda other: _in_common(token, other))] if alike else None


def _shape(token: str) -> str:
    """Letters as X, digits as 9: names of one shape are siblings (M890, V900)."""
    return re.sub(r"\d", "9", re.sub(r"[A-Z]", "X", token))
