"""Reads all mentions of named things in an article: listed names, new members of known series, unknown names by shape.
Short forms ("the M890", "e150") resolve to the fullest name the article gives them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.extract.mentions.ambiguity import Ambiguity
from pipeline.extract.mentions.coined import CoinedNames
from pipeline.extract.mentions.defined import DefinedNames
from pipeline.extract.mentions.endings import Endings
from pipeline.extract.mentions.flash import FlashNames
from pipeline.extract.mentions.fuller import FullerNames
from pipeline.extract.mentions.generations import Generations
from pipeline.extract.mentions.glued import GluedRows
from pipeline.extract.mentions.headed import HeadedNames
from pipeline.extract.mentions.itsvariants import ItsVariants
from pipeline.extract.mentions.lined import LineMembers
from pipeline.extract.mentions.made import MadeNames
from pipeline.extract.mentions.names import Found, NameFinder, telling
from pipeline.extract.mentions.newfirms import NewCompanies
from pipeline.extract.mentions.newnames import NewNames
from pipeline.extract.mentions.nextnames import NextNames
from pipeline.extract.mentions.presented import PresentedNames
from pipeline.extract.mentions.quoted import joined_to_lines
from pipeline.extract.mentions.shapes import Shapes
from pipeline.extract.mentions.shortforms import ShortForms
from pipeline.extract.mentions.shortmodels import ShortModels
from pipeline.extract.mentions.sisters import Sisters
from pipeline.extract.mentions.sizes import SizedNames
from pipeline.extract.mentions.stacks import StackNames
from pipeline.extract.mentions.strangers import Strangers
from pipeline.extract.mentions.tiers import Tiers
from pipeline.extract.mentions.used import UsedNames, shortened
from pipeline.extract.text.scene import Mention
from pipeline.extract.text.spot import Spot
from pipeline.extract.text.words import Words
from pipeline.measure import Looks
from pipeline.rulebook import Name, Rulebook

_URL = re.compile(r"\]\([^)\s]*\)?|(?:https?://|www\.)\S+|(?<![\w.+-])[\w.+-]{1,80}@[\w-]{1,80}\.\w+")
_URL_SIGNS = ("](", "://", "www.", "@")  # most texts hold none of them and need no closer look
_PLURAL = re.compile(r"[A-Z]s$")  # "MI250Xs"; "9500s" may be a name
_JOINT = re.compile(r"[ -](?=[^ -]*\d)")  # what joins a number to the name before it
_LETTERS = (2, 3, 4)  # of a line that is called by them: "DTU"
_NAMED = frozenset({"chip", "device", "series"})
_PLATE = re.compile(r"[A-Z]\d{1,3}")  # such names many makers give: "A18", "T700"
_DIGITS = "0123456789"
_FEATURE = (2, 3)  # capitalised words behind a series that make it the name of a feature


class MentionReader:
    """Finds the mentions of a Doc; build once, use for every article."""

    def __init__(self, nlp: Language, rulebook: Rulebook) -> None:
        self._finder = NameFinder(nlp, rulebook)
        self._shapes = Shapes(rulebook)
        self._new = NewNames(rulebook, self._shapes)
        self._weights = rulebook.scoring.ambiguity
        self._stops: frozenset[str] = frozenset(nlp.Defaults.stop_words)
        self._syntax, self._rules = rulebook.syntax.regex, rulebook.syntax
        self._article = re.compile(rulebook.syntax.word("plain-article")).fullmatch
        self._firms = NewCompanies(rulebook, self._shapes, self._stops)
        self._sizes = SizedNames(rulebook, self._shapes, self._stops)
        self._coined = CoinedNames(rulebook, self._shapes, self._stops)
        self._defined = DefinedNames(rulebook, self._shapes, self._stops)
        self._models = ShortModels(rulebook)
        self._next = NextNames(rulebook, self._shapes)
        self._stacks = StackNames(rulebook)
        self._flash = FlashNames(rulebook)
        self._endings = Endings(rulebook)
        self._link_nouns = [[noun] for noun in rulebook.shapes.link_nouns]
        self._kinds = frozenset(rulebook.syntax.word("kindword").lower().split("|"))
        finders = (self._new.is_notable, self._next.is_notable, self._firms.is_notable, self._shapes.is_size)
        self._notable = Looks(lambda word: any(fits(word) for fits in finders))
        self._heads = {h.noun.lower(): h.types for h in rulebook.cues.head}
        self._sisters = Sisters(rulebook, self._finder, self._shapes, self._heads)
        self._generations = Generations(rulebook, self._finder, self._shapes)
        self._hyphened = _hyphened(rulebook.names)
        self._tiers = Tiers(rulebook, self._finder, self._shapes)
        self._short = ShortForms(rulebook, self._sisters, self._shapes, self._is_strange)
        self._lost, self._lost_signs = self._syntax("lost-apostrophe"), rulebook.syntax.signs("lost-apostrophe")
        self._words = frozenset(w for s in self._finder.surfaces for w in s.split() if len(w) > 2)
        self.glued_rows = GluedRows(rulebook, self._words, self._shapes.is_unit)
        self._lines = frozenset(w.rstrip(_DIGITS) for w in self._words if w[-1].isdigit())
        known = telling(rulebook.names)
        self._presented = PresentedNames(rulebook, self._shapes, self._stops, known)
        self._strangers = Strangers(rulebook, self._shapes, self._stops, known)
        self._slots = frozenset(rulebook.shapes.slot_nouns)
        self._numbering = frozenset(rulebook.shapes.numbering_makers)
        self._labels = frozenset(rulebook.shapes.label_nouns)
        self._row_labels = rulebook.syntax.listed("row-labels")
        self._fuller = FullerNames()
        self._variants = ItsVariants(rulebook, self._finder, self._shapes)
        self._made = MadeNames(rulebook, self._shapes, self._stops, known)
        self._headed = HeadedNames(rulebook, self._shapes, self._stops, known)
        self._used = UsedNames(rulebook, self._shapes, self._stops)
        self._members = LineMembers(rulebook, self._shapes, self._stops)
        variants = "|".join(_whole(v for v in rulebook.shapes.variants if len(v) > 2))
        number, no_word = r"[A-Z](?<!\w[A-Z])\w{0,4}\d\w{0,4}", rulebook.syntax.word("goes-on-as-word")
        self.glue = re.compile(rf"({number}\s(?:{variants}))(?=[a-z]{{2}})(?!{no_word})")

    def are_glued(self, word: str, at: int) -> bool:
        """True where a word with a capital inside, at ``at``, is two that lost their space.

        A word that some listed name holds ("MacBook") is one, and so is another number of it ("EyeQ7" where the EyeQ5
        is listed), and so are two capitalised words in one ("NeuronCore"),
        unless one of them is a function word ("TheRack"), or one is listed and the second holds a digit ("AppleM5"); a
        unit is one word however it is written ("petaFLOPS").
        """
        low = word.lower()
        if low in self._words or low.removesuffix("s") in self._words or self._shapes.is_unit(word):
            return False
        if low[-1].isdigit() and low.rstrip(_DIGITS) in self._lines:
            return False
        if not word[0].isupper():
            return True
        known = low[:at] in self._words or low[at:] in self._words
        return low[:at] in self._stops or low[at:] in self._stops or (known and any(c.isdigit() for c in word[at:]))

    def owners(self, text: str) -> Iterator[int]:
        """Where a company's genitive has lost its apostrophe: "Crusoes revenue"."""
        for match in self._lost.finditer(text) if any(map(text.lower().__contains__, self._lost_signs)) else ():
            if self._finder.company(match.group(1)) and not self._finder.company(f"{match.group(1)}s"):
                yield match.end(1)

    def read(self, doc: Doc, words: Words | None = None) -> list[Mention]:
        """All mentions in order of place; none inside a URL."""
        words = words or Words(doc, doc.text)
        taken = bytearray(len(words))
        for match in _URL.finditer(words.source) if any(sign in words.source for sign in _URL_SIGNS) else ():
            first, last = words.index(match.start()), words.index(match.end() - 1) + 1
            taken[first:last] = b"\1" * (last - first)
        words.notable = self._notable.places(words.texts)
        found = [f for f in self._finder.find(doc, words) if not any(taken[f.first : f.last])]
        found = self._strangers.without(words, found)
        coined = self._coined.find(words, found, taken) + self._models.find(words, found, taken)
        found = [f for f in found if not any(taken[f.first : f.last])] if coined else found
        verbs, naming, never = self._firms.verbs, self._new.naming, self._shapes.never
        sense = Ambiguity(words, found, self._heads, verbs, naming, self._weights, never, self._rules, self._kinds)
        sense.learn(found)
        spots = self._listed(words, found, sense, taken)
        self._members.extend(words, spots, taken)
        spots += coined + self._firms.find(words, taken)
        spots.sort(key=lambda s: s.first)
        spots += self._stacks.find(words, spots, taken)
        spots += self._flash.find(words, sorted(spots, key=lambda s: s.first), taken)
        spots += self._next.find(words, spots, taken)
        spots += self._sisters.joined(words, spots, taken)
        spots += self._sisters.followed(words, spots, taken)
        spots += self._sizes.find(words, taken)
        spots.sort(key=lambda s: s.first)
        presented = self._presented.find(words, spots, taken)
        spots += self._presented.mentions(words, presented, taken, lined=True)
        spots += self._defined.find(words, spots, taken)
        spots.sort(key=lambda s: s.first)
        spots += self._headed.find(words, spots, taken)
        spots.sort(key=lambda s: s.first)
        spots += self._new.products(words, spots, taken)
        spots.sort(key=lambda s: s.first)
        spots += self._presented.mentions(words, presented, taken, lined=False)
        spots.sort(key=lambda s: s.first)
        spots += self._made.find(words, spots, taken)
        spots += self._used.find(words, spots, taken)
        spots += shortened(words, spots, taken)
        spots.sort(key=lambda s: s.first)
        self._variants.extend(words, spots, taken)
        spots += self._variants.find(words, spots, taken)
        self._endings.share(spots)
        self._generations.find(words, spots, taken)
        self._short.find(words, spots, taken)
        spots += self._tiers.find(words, spots, taken)
        spots = joined_to_lines(words, spots)
        spots.sort(key=lambda s: s.first)
        self._fuller.settle(words, spots, taken)
        spots.sort(key=lambda s: s.first)
        return [
            Mention(words.starts[s.first], words.end(s.last - 1), s.name, s.type, s.maker, s.how, s.rule, s.heads)
            for s in spots
            if s.type not in _NAMED or not self._is_labelled(words, s.last)
        ]

    def _is_labelled(self, words: Words, at: int) -> bool:
        """True for a noun that what is named so labels ("the Snapdragon brand"), but not where a row opens with it."""
        word = words.lower(at)
        return word in self._labels and not (word in self._row_labels and words.texts[at][0].isupper())

    def _listed(self, words: Words, found: list[Found], sense: Ambiguity, taken: bytearray) -> list[Spot]:
        """Listed names, each longer by the designators that follow a series."""
        starts = {f.first: f for f in found}
        spots: list[Spot] = []
        for item in found:
            if any(taken[item.first : item.last]):
                continue
            if not item.ambiguous and len(item.names) == 1:
                name: Name | None = item.names[0]
            else:
                name = sense.choose(item)
                if name is None and any(n.designators for n in item.names):
                    series = next(n for n in item.names if n.designators)
                    if self._shapes.tail(words, item.last, taken) > item.last:
                        name = series
            if name is None:
                continue
            if (
                self._is_link(words, item, name)
                or self._is_slot(words, item)
                or self._is_anothers(words, item, name, spots)
                or self._is_feature(words, item, name, starts)
                or sense.ends_a_compound(item, name)
            ):
                continue
            spot = Spot(item.first, item.last, name.name, name.type, name.maker, f"name.{name.id}", "name", name.heads)
            models = name.type == "model" or (name.designators and self._are_models(name.heads))
            if models and self._sizes.extend(words, spot, taken):
                pass
            elif name.designators:
                self._extend(words, spot, name, starts, taken)
            elif name.type in {"chip", "device", "model", "system"}:
                self._variant(words, spot, taken)
            self._endings.extend(words, spot, taken, starts)
            spots.append(spot)
            taken[spot.first : spot.last] = b"\1" * (spot.last - spot.first)
        return spots

    def _extend(self, words: Words, spot: Spot, series: Name, starts: dict[int, Found], taken: bytearray) -> None:
        """Series + designators = a member, unless the following tokens are a listed name of their own."""
        at = spot.last
        hyphen = words.lower(at) == "-" and words.joined[at]
        at += hyphen
        end = self._shapes.tail(words, at, taken)
        if end <= at or not any(c.isdigit() for c in words.text(at, end)):
            return
        if at in starts and starts[at].last >= end and not starts[at].ambiguous:
            member = starts[at].names[0]
            if member.name.startswith(series.maker or series.name):
                spot.last, spot.name, spot.type, spot.heads = end, member.name, member.type, member.heads
                spot.rule = f"name.{member.id}"
                return
        glue = "-" if series.name in self._hyphened else " "
        spot.name = f"{series.name}{glue}{words.text(at, end)}"
        spot.last, spot.how = end, "series"
        spot.type = {"series": "chip"}.get(series.type, series.type)
        if self._are_models(series.heads):
            spot.type = "model"
        elif any("device" in self._heads.get(h.lower(), ()) for h in series.heads):
            spot.type = "device"
        spot.rule = f"series.{series.id}"
        listed = self._finder.by_name.get(spot.name)
        if listed is None and spot.type == "chip" and _PLURAL.search(spot.name):
            spot.name = spot.name[:-1]
            listed = self._finder.by_name.get(spot.name)
        if listed:
            spot.type, spot.heads, spot.rule = listed.type, listed.heads, f"name.{listed.id}"

    def _are_models(self, heads: tuple[str, ...]) -> bool:
        """True where the nouns of a series are those of AI models first of all."""
        return any(self._heads.get(h.lower(), ("",))[0] == "model" for h in heads)

    def _is_anothers(self, words: Words, item: Found, name: Name, spots: list[Spot]) -> bool:
        """True for "OnePlus Watch": the noun of a product behind a company that is not its maker; for "Oppo A18", a
        chip of nobody that the text names; and for a stranger's device that is called alike, "the Quibble S25".
        """
        if name.type == "device" and self._is_strange(words, item.first - 1):
            return True
        firm = spots[-1] if spots else None
        if firm is None or firm.type != "company" or firm.last != item.first or firm.name == name.maker:
            return False
        if name.type == "chip" and name.maker and _PLATE.fullmatch(words.texts[item.first]):
            return firm.name in self._numbering or name.maker.split()[0].lower() not in words.lowers
        return words.texts[item.first] in self._shapes.product_nouns

    def _is_strange(self, words: Words, at: int) -> bool:
        """True for a capitalised word behind an article that is part of no listed name and none of the language."""
        if at < 1 or self._article(words.lowers[at - 1]) is None:
            return False
        text, low = words.texts[at], words.lowers[at]
        known = low in self._words or low in self._stops or low in self._heads
        return text.istitle() and text.isalpha() and not known and low not in words.texts

    def _is_link(self, words: Words, item: Found, name: Name) -> bool:
        """True for a name cut off at the hyphen from that of a link: "Enflame's DTU-Link" is no DTU."""
        if name.type not in {"chip", "series", "architecture", "company"} or words.lower(item.last) != "-":
            return False
        return words.joined[item.last - 1] and words.texts[item.last + 1 : item.last + 2] in self._link_nouns

    def _is_slot(self, words: Words, item: Found) -> bool:
        """True for the m2 of "an m2 2280 slot" and "the m2-ssd"."""
        hyphen = words.lower(item.last) == "-"
        return words.lower(item.last + hyphen) in self._slots and words.texts[item.first].islower()

    def _is_feature(self, words: Words, item: Found, name: Name, starts: dict[int, Found]) -> bool:
        """True for a series' name in that of a feature: "Exynos Frame Sampling" is no chip; in running text only."""
        system = name.type == "system" and name.name.isalpha()  # "Frontier Creek" is not the Frontier
        if not (system or name.type == "series") or any(c.isdigit() for c in name.name):
            return False
        end = item.last
        while end < len(words) and words.texts[end].istitle() and words.texts[end].isalpha() and end not in starts:
            low = words.lowers[end]
            if (
                words.joined[end - 1]
                or self._shapes.is_variant(words.texts[end])
                or low.removesuffix("s") in self._heads
            ):
                return False
            end += 1
        closed = end >= len(words) or not words.texts[end][0].isupper()
        before = words.texts[item.first - 1] if item.first else ""
        if system:
            return item.last < end <= item.last + max(_FEATURE)
        return closed and end - item.last in _FEATURE and (before.islower() or before in {",", "("})

    def _variant(self, words: Words, spot: Spot, taken: bytearray) -> None:
        """A listed name followed by a capitalised variant word is a variant of its own: "M890 Pro"."""
        end = self._shapes.variants(words, spot.last, taken)
        if end == spot.last + 1 and words.lowers[spot.last] in {head.lower() for head in spot.heads}:
            return  # what it is anyway
        if end == spot.last and self._numbered(words, end, taken, spot):
            end += 1
        if end > spot.last:
            spot.name = f"{spot.name} {words.text(spot.last, end)}"
            spot.last, spot.how = end, "variant"

    def _numbered(self, words: Words, at: int, taken: bytearray, spot: Spot) -> bool:
        """True for a small number that continues a name: "Condor Galaxy 3 has", not "H100 8 GPUs"; models are also
        continued by a version: "Mistral Medium 3.5"; letters by a round number: "DTU 300".
        """
        if at >= len(words) or taken[at] or words.joined[at - 1]:
            return False
        following = words.texts[at + 1] if at + 1 < len(words) else ""
        closed = not following[:1].isalnum() and not words.joined[at]
        text = words.texts[at].replace(".", "", spot.type == "model")
        line = words.texts[at - 1]
        lettered = line.isalpha() and line.isupper() and len(line) in _LETTERS and text[-1:] == "0"
        fits = text.isdigit() and len(text) < 3 + lettered
        stop = following in {".", ",", ")"} and not (at + 1 < len(words) - 1 and words.joined[at + 1])
        further = spot.type == "device" and len(text) == 1 and text > "1" and spot.name.replace(" ", "").isalpha()
        closed = closed or ((lettered or further) and stop)
        return fits and bool(closed or self._syntax("after-number-name").fullmatch(following))


def _whole(words: Iterable[str]) -> Iterator[str]:
    """Patterns for words, the longer first, none for the beginning of a longer one."""
    known = sorted(words, key=lambda w: (-len(w), w))
    for word in known:
        rests = [re.escape(other[len(word) :]) for other in known if other != word and other.startswith(word)]
        yield f"{re.escape(word)}(?!{'|'.join(rests)})" if rests else re.escape(word)


def _hyphened(names: Sequence[Name]) -> set[str]:
    """What stands before the numbers of listed names that mostly have a hyphen there: "WSE-3", but "Grok 4"."""
    joints: Counter[tuple[str, str]] = Counter()
    for name in names:
        for match in _JOINT.finditer(name.name):
            joints[name.name[: match.start()], match.group()] += 1
    return {stem for stem, joint in joints if joints[stem, "-"] > joints[stem, " "]}
