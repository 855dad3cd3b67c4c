"""Reads all mentions of named things in an article: listed names, new members of known series, unknown names by shape.
Short forms ("the M890", "e150") resolve to the fullest name the article gives them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.extract.ambiguity import Ambiguity
from pipeline.extract.names import Found, NameFinder
from pipeline.extract.scene import Mention
from pipeline.extract.shapes import Shapes
from pipeline.rulebook import Name, Rulebook

_URL = re.compile(r"\]\([^)\s]*\)?|(?:https?://|www\.)\S+|[\w.+-]+@[\w-]+\.\w+")


@dataclass(slots=True)
class _Spot:
    """A mention in the making, by tokens."""

    first: int
    last: int
    name: str
    type: str
    maker: str
    rule: str
    how: str
    heads: tuple[str, ...] = ()
    series: str = ""


class MentionReader:
    """Finds the mentions of a Doc; build once, use for every article."""

    def __init__(self, nlp: Language, rulebook: Rulebook) -> None:
        self._finder = NameFinder(nlp, rulebook)
        self._shapes = Shapes(rulebook)
        self._syntax = rulebook.syntax.regex
        self._heads = {h.noun.lower(): h.types for h in rulebook.cues.head}
        self._naming = {p.split()[0].lower() for c in rulebook.cues.cue if c.kind == "naming" for p in c.phrases}
        self._announcing = {
            c.lower() for a in rulebook.attributes.attribute if a.id == "announcement_date" for c in a.cues
        }
        self._company_verbs = {
            w.lower()
            for c in rulebook.cues.cue
            if c.kind == "company_verb"
            for p in c.phrases
            for w in [next((w for w in p.split() if not nlp.vocab[w].is_stop), "")]
        }

        words = {w for s in self._finder.surfaces for w in s.split() if len(w) > 2}
        self._words = frozenset(words)
        variants = "|".join(sorted((v for v in rulebook.shapes.variants if len(v) > 2), key=len, reverse=True))
        self.glue = re.compile(rf"(\b[A-Z]\w{{0,4}}\d\w{{0,4}}\s(?:{variants}))(?=[a-z]{{2}})")

    def is_known(self, token: str) -> bool:
        """True for a word that some listed name holds, as "MacBook" or "OpenAI"."""
        return token.lower() in self._words or token.lower().removesuffix("s") in self._words

    @property
    def known(self) -> dict[str, Name]:
        """All listed entries by canonical name."""
        return self._finder.by_name

    def read(self, doc: Doc) -> list[Mention]:
        """All mentions in order of place; none inside a URL."""
        found = self._finder.find(doc)
        taken = bytearray(len(doc))
        for match in _URL.finditer(doc.text):
            span = doc.char_span(match.start(), match.end(), alignment_mode="expand")
            if span is not None:
                taken[span.start : span.end] = b"\1" * (span.end - span.start)
        masked = bytes(taken)
        found = [f for f in found if not any(masked[f.first : f.last])]
        sense = Ambiguity(doc, found, self._heads, self._company_verbs)
        sense.learn(found)
        spots = self._listed(doc, found, sense, taken)
        spots += self._companies(doc, taken)
        spots += self._unlisted(doc, sorted(spots, key=lambda s: s.first), taken)
        self._short_forms(doc, spots, taken)
        spots.sort(key=lambda s: s.first)
        return [
            Mention(
                doc[s.first].idx,
                doc[s.last - 1].idx + len(doc[s.last - 1]),
                s.name,
                s.type,
                s.maker,
                s.how,
                s.rule,
                s.heads,
            )
            for s in spots
        ]

    def _listed(self, doc: Doc, found: list[Found], sense: Ambiguity, taken: bytearray) -> list[_Spot]:
        """Listed names, each longer by the designators that follow a series."""
        starts = {f.first: f for f in found}
        spots: list[_Spot] = []
        for item in found:
            if any(taken[item.first : item.last]):
                continue
            if not item.ambiguous and len(item.names) == 1:
                name: Name | None = item.names[0]
            else:
                name = sense.choose(item)
                if name is None and any(n.designators for n in item.names):
                    series = next(n for n in item.names if n.designators)
                    if self._shapes.tail(doc, item.last, taken) > item.last:
                        name = series
            if name is None:
                continue
            spot = _Spot(item.first, item.last, name.name, name.type, name.maker, f"name.{name.id}", "name", name.heads)
            if name.designators:
                self._extend(doc, spot, name, starts, taken)
            elif name.type in {"chip", "device", "model"}:
                self._variant(doc, spot, taken)
            spots.append(spot)
            taken[spot.first : spot.last] = b"\1" * (spot.last - spot.first)
        return spots

    def _extend(self, doc: Doc, spot: _Spot, series: Name, starts: dict[int, Found], taken: bytearray) -> None:
        """Series + designators = a member, unless the following tokens are a listed name of their own."""
        at = spot.last
        if at < len(doc) and doc[at].text == "-" and not doc[at].whitespace_:
            at += 1
        end = self._shapes.tail(doc, at, taken)
        if end <= at or not any(c.isdigit() for c in doc[at:end].text):
            return
        if at in starts and starts[at].last >= end and not starts[at].ambiguous:
            member = starts[at].names[0]
            if member.name.startswith(series.maker or series.name):
                spot.last, spot.name, spot.type, spot.heads = end, member.name, member.type, member.heads
                spot.rule = f"name.{member.id}"
                return
        glue = "-" if doc[spot.last].text == "-" and series.type == "model" else " "
        spot.name = f"{series.name}{glue}{_joined(doc, at, end)}"
        spot.last, spot.how = end, "series"
        spot.type = {"series": "chip"}.get(series.type, series.type)
        if series.heads and any("device" in self._heads.get(h.lower(), ()) for h in series.heads):
            spot.type = "device"
        elif series.heads and any(t == "model" for h in series.heads for t in self._heads.get(h.lower(), ())[:1]):
            spot.type = "model"
        spot.series = series.name
        spot.rule = f"series.{series.id}"
        listed = self._finder.by_name.get(spot.name)
        if listed:
            spot.type, spot.heads, spot.rule = listed.type, listed.heads, f"name.{listed.id}"

    def _variant(self, doc: Doc, spot: _Spot, taken: bytearray) -> None:
        """A listed name followed by a capitalised variant word is a variant of its own: "M890 Pro"."""
        end = spot.last
        while end < len(doc) and not taken[end] and self._shapes.is_variant(doc[end]) and doc[end - 1].whitespace_:
            end += 1
        if end > spot.last:
            spot.name = f"{spot.name} {_joined(doc, spot.last, end)}"
            spot.last, spot.how, spot.series = end, "variant", spot.name

    def _unlisted(self, doc: Doc, spots: list[_Spot], taken: bytearray) -> list[_Spot]:
        """Model numbers that no list knows, where a maker, series, head noun or sibling stands beside them."""
        before = {s.last: s for s in spots}
        siblings = {_shape(s.name.split()[-1]): s for s in reversed(spots) if s.type in {"chip", "system"}}
        new: list[_Spot] = []
        for token in doc:
            at = token.i
            if taken[at]:
                continue
            end = self._shapes.hyphenated(doc, at, taken)
            if not self._shapes.is_name(token) and end == at:
                continue
            end = max(end, at + 1)
            while end < len(doc) and not taken[end] and self._shapes.is_variant(doc[end]) and doc[end - 1].whitespace_:
                end += 1
            text = _joined(doc, at, end)
            anchor = before.get(at) or (before.get(at - 1) if at and doc[at - 1].text in {"'s", "’s", "-"} else None)
            types = self._head_types(doc, end)
            sibling = siblings.get(_shape(token.text))
            maker = self._introduced_by(doc, at, spots)
            word = doc[at - 1].lower_ if at else ""
            spot = _Spot(at, end, text, types[0] if types else "chip", "", "shape.name", "shape")
            if anchor and anchor.type in {"company", "series", "architecture"}:
                spot.maker = anchor.maker or (anchor.name if anchor.type == "company" else "")
                spot.name = f"{anchor.name} {text}"
            elif sibling and (self._syntax("sibling-lead").fullmatch(word) or types):
                prefix = sibling.name.rsplit(" ", 1)[0] if " " in sibling.name else ""
                spot.name, spot.maker, spot.type = f"{prefix} {text}".strip(), sibling.maker, sibling.type
            elif maker is not None:
                spot.maker = maker.name
                spot.name = f"{maker.name.split()[0]} {text}"
            elif types or word in self._naming or (end > at + 1 and "-" in text and doc.text.count(text) > 2):
                pass
            else:
                continue
            new.append(spot)
            siblings.setdefault(_shape(token.text), spot)
            taken[at:end] = b"\1" * (end - at)
        return new

    def _head_types(self, doc: Doc, at: int) -> tuple[str, ...]:
        """The types that the common noun at token ``at`` stands for: "card", "graphics cards"."""
        for words in (2, 1):
            noun = doc[at : at + words].text.lower()
            types = self._heads.get(noun) or self._heads.get(noun.removesuffix("s"))
            if types:
                return types
        return ()

    def _introduced_by(self, doc: Doc, at: int, spots: list[_Spot]) -> _Spot | None:
        """The company that presents the name at token ``at``: "Acme Systems today introduced the KX-8"."""
        apposed = (
            at > 2 and doc[at - 1].lower_ == "the" and doc[at - 2].text == "," and doc[at - 3].lower_ in self._heads
        )
        for spot in reversed(spots):
            if spot.type == "company" and 0 < at - spot.last <= (20 if apposed else 6):
                words = {t.lower_ for t in doc[spot.last : at]}
                return spot if apposed or words & self._announcing else None
        return None

    def _companies(self, doc: Doc, taken: bytearray) -> list[_Spot]:
        """Capitalised runs that end like a company ("Acme Systems") or raise, acquire or secure something."""
        new = []
        at = 0
        while at < len(doc):
            end = at
            while end < len(doc) and not taken[end] and doc[end].text[:1].isupper() and doc[end].text.isalnum():
                end += 1
            while at < end and doc[at].lower_ in self._shapes.never:
                at += 1
            if end > at:
                closes = end - at > 1 and doc[end - 1].text in self._shapes.company_suffixes
                closes = closes and not any(t.lower_ in self._heads or t.is_stop for t in doc[at : end - 1])
                following = doc[end].lower_ if end < len(doc) else ""
                after = doc[end + 1].lower_ if end + 1 < len(doc) else ""
                verb = following in self._company_verbs or (
                    following in {"has", "just"} and after in self._company_verbs
                )
                if (closes or (verb and not doc[at].is_stop)) and not doc[at].is_stop and len(doc[at:end].text) > 2:
                    new.append(_Spot(at, end, _joined(doc, at, end), "company", "", "shape.company", "shape"))
                    taken[at:end] = b"\1" * (end - at)
            at = max(end, at + 1)
        return new

    def _short_forms(self, doc: Doc, spots: list[_Spot], taken: bytearray) -> None:
        """Later mentions by the last designator alone resolve to the full name: "the e150", "the 5090", "Ultra"."""
        tails: dict[str, dict[str, _Spot]] = {}
        for spot in spots:
            if " " in spot.name and spot.type in {"chip", "device", "system", "model"}:
                tails.setdefault(spot.name.split(" ")[-1], {}).setdefault(spot.name, spot)
        short = {tail: next(iter(named.values())) for tail, named in tails.items() if len(named) == 1}
        for spot in spots:
            full = short.get(spot.name)
            if spot.how == "shape" and full is not None:
                spot.name, spot.type, spot.maker = full.name, full.type, full.maker
        for token in doc:
            full = short.get(token.text)
            if full is None or taken[token.i] or token.i < full.first:
                continue
            word = doc[token.i - 1].lower_ if token.i else ""
            following = doc[token.i + 1] if token.i + 1 < len(doc) else None
            if token.text.isdigit():
                plain = (
                    following is None
                    or following.is_punct
                    or self._syntax("after-number-name").fullmatch(following.text)
                )
                if not (self._syntax("before-number-name").fullmatch(word) and len(token.text) > 2 and plain):
                    continue
            elif not any(c.isdigit() for c in token.text):
                if not (self._shapes.is_variant(token) and len(token.text) > 3 and doc[token.i].text[0].isupper()):
                    continue
                if following is not None and following.text[:1].isupper():
                    continue
            elif len(token.text) < 3:
                continue
            spots.append(_Spot(token.i, token.i + 1, full.name, full.type, full.maker, full.rule, "alias", full.heads))
            taken[token.i] = 1


def _joined(doc: Doc, first: int, last: int) -> str:
    return " ".join(doc[first:last].text.split())


def _shape(token: str) -> str:
    """Letters as X, digits as 9: names of one shape are siblings (M890, V900)."""
    return re.sub(r"\d", "9", re.sub(r"[A-Z]", "X", token))
