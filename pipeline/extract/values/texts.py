"""Reads values that are words: memory types, architectures, process names, foundries, formats, resolutions.
Each comes from a rule in rules/attributes/values.toml, by pattern or by the type of a named thing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from pipeline.extract.draft import Draft
from pipeline.extract.text.groups import grouped
from pipeline.extract.text.labels import line_label
from pipeline.extract.text.scene import REFERRING, Mention, Sentence
from pipeline.extract.values.relations import RELATIONS, alike
from pipeline.model import TextValue
from pipeline.rulebook import Rulebook
from pipeline.rulebook.attributes import TextValueRule

_WINDOW = 80
_LABELLED = 40
_REMEMBERED = 5_000  # sets of types and words that occur together; they are few, unless somebody makes them up
_OWNED = 2.4
_CLOSED = re.compile(
    r"(?:\s+[a-z]\w+)?(?:\s*[,)—–](?!\s*(?:which|whose|with|where|but|while|and|or)\b)|\s+and\s+(?:also\s+)?[a-z]+s\b)"
)
_UNNAMED = REFERRING | {"focus"}
_STACK = "stack"
_PRODUCTS = frozenset({"chip", "system", "device", "series", "architecture"})
_UNLIKE_VALUES = frozenset({"software", "process", "company"})


@dataclass(frozen=True, slots=True)
class _Compiled:
    """A rule with its expressions ready; None where the rule leaves one empty."""

    rule: TextValueRule
    pattern: re.Pattern[str] | None
    names_pattern: re.Pattern[str] | None
    before: re.Pattern[str] | None
    after: re.Pattern[str] | None
    not_before: re.Pattern[str] | None
    not_after: re.Pattern[str] | None
    label: re.Pattern[str] | None
    owner_before: re.Pattern[str] | None
    owner_after: re.Pattern[str] | None
    with_number: re.Pattern[str] | None
    owned: bool
    """True where the rule says what may stand between the value and its owner."""


class Possible:
    """The rules that the sentences of one article can fit; ``needs`` are the words needed that the article holds.

    ``known`` are answers to remember, from article to article.
    """

    def __init__(
        self, rules: list[_Compiled], needs: Sequence[str], known: dict[tuple[object, ...], list[_Compiled]]
    ) -> None:
        self._rules, self._needs, self._known = rules, needs, known

    def fitting(self, named: frozenset[str], text: str) -> list[_Compiled]:
        """The rules that a sentence with this text can fit, in order; ``named`` are the types of the things that it
        names, and those names among theirs that rules ask for.

        Most rules name a type or need words that are not there; the same few types and words occur again and again.
        """
        held = tuple(filter(text.__contains__, self._needs))
        found = self._known.get((named, *held))
        if found is None:
            found = [c for c in self._rules if c.pattern is not None or not named.isdisjoint(c.rule.mention)]
            found = [c for c in found if not c.rule.names or not named.isdisjoint(c.rule.names)]
            found = [c for c in found if not c.rule.needs or not set(held).isdisjoint(c.rule.needs)]
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            self._known[(named, *held)] = found
        return found


@dataclass(frozen=True, slots=True)
class _Found:
    """One value at ``start:end`` of the text; ``mention`` is the named thing that it is, if it is one."""

    start: int
    end: int
    value: str
    mention: Mention | None = None


class TextReader:
    """Turns text values into drafts."""

    def __init__(self, rulebook: Rulebook) -> None:
        self._syntax = rulebook.syntax.lowered
        self._list = rulebook.syntax.regex("value-list")
        self._list_end = rulebook.syntax.regex("list-end")
        self._chip_makers = _own_users(rulebook)
        self._rules = [_compile(rule, rulebook.syntax.spelled_out) for rule in rulebook.attributes.text_value]
        self._names = frozenset(name for c in self._rules for name in c.rule.names)
        self._needs = sorted({need for c in self._rules for need in c.rule.needs})
        self._known: dict[tuple[object, ...], list[_Compiled]] = {}

    def within(self, text: str) -> Possible:
        """The rules that can find anything in a text, for :meth:`read` of its sentences."""
        return Possible(self._rules, [need for need in self._needs if need in text], self._known)

    def read(self, sentence: Sentence, rules: Possible | None = None) -> list[Draft]:
        """Text drafts of one sentence; one value at one place once, whichever rule saw it first.

        Only a further owner may come of a later rule: "based on the same Hopper architecture as the X100". ``rules``
        are those possible in the sentence's article; all are tried without them.
        """
        named = [m for m in sentence.mentions if m.how not in _UNNAMED]
        rules = rules or self.within(sentence.text)
        asked = self._names.intersection([m.name for m in named])
        fitting = rules.fitting(asked.union([m.type for m in named]), sentence.text)
        if not fitting:
            return []
        drafts: list[Draft] = []
        seen: dict[tuple[str, int], Draft] = {}
        label, valued = line_label(sentence)
        for compiled in fitting:
            rule = compiled.rule
            for found in self._values(compiled, sentence, named):
                first = seen.get((rule.attribute, found.start))
                if first is not None and (first.subjects or not compiled.owned):
                    continue
                told = compiled.label is not None and _labelled(compiled.label, label, valued, found)
                if not told and not _fits(compiled, sentence, found):
                    continue
                owners = self._owners(compiled, sentence, found)
                if compiled.owned and not owners and (first is not None or not told):
                    continue
                draft = self._draft(compiled, sentence, found, owners)
                seen[rule.attribute, found.start] = draft
                drafts.append(draft)
        return drafts

    def _values(self, compiled: _Compiled, sentence: Sentence, named: Sequence[Mention]) -> Iterator[_Found]:
        """The values a rule sees in a sentence; ``named`` are its mentions that are names."""
        rule, origin = compiled.rule, sentence.start
        if compiled.pattern is not None:
            group = "value" if "value" in compiled.pattern.groupindex else 0
            for match in compiled.pattern.finditer(sentence.text):
                words = match.group(group)
                start, end = origin + match.start(group), origin + match.end(group)
                around = [m for m in sentence.mentions if m.start < end and start < m.end]
                if _is_value(around, sentence):
                    words = self._list.sub(", ", words) if rule.listed else words
                    yield _Found(start, end, rule.value.replace("{}", words) if rule.value else words)
            return
        for mention in named:
            if mention.type not in rule.mention or (rule.names and mention.name not in rule.names):
                continue
            if compiled.names_pattern is not None and not compiled.names_pattern.search(mention.name):
                continue
            words = mention.name if rule.attribute in RELATIONS else _spoken(mention, sentence)
            yield _Found(mention.start, mention.end, rule.value or words, mention)

    def _owners(self, compiled: _Compiled, sentence: Sentence, found: _Found) -> list[Mention]:
        """The things right beside the value that the rule's words bind it to; a list of names counts as one."""
        if not compiled.owned:
            return []
        rule, origin, text = compiled.rule, sentence.start, sentence.text
        maker = found.mention.maker if found.mention is not None and rule.same_maker else ""
        usable = [
            m
            for m in sentence.mentions
            if m.type in rule.subjects
            and (m.end <= found.start or m.start >= found.end)
            and text[m.start - origin : m.end - origin].casefold() != "its"
            and not (maker in self._chip_makers and m.maker and m.maker != maker)
            and not (rule.attribute in RELATIONS and found.mention is not None and not alike(m, found.mention))
        ]
        for group in grouped(usable, sentence, self._syntax):
            first, last = group[0], group[-1]
            if _bound(compiled.owner_after, text, found.end - origin, first.start - origin):
                return self._enumerated(group, sentence)
            design = first.type == "architecture" and rule.attribute not in RELATIONS
            if design and _explains(first, usable):
                continue
            if _bound(compiled.owner_before, text, last.end - origin, found.start - origin):
                return group
        return []

    def _draft(self, compiled: _Compiled, sentence: Sentence, found: _Found, owners: list[Mention]) -> Draft:
        rule = compiled.rule
        aside = _CLOSED.match(sentence.text, found.end - sentence.start) is not None
        named = found.mention is not None and (aside or rule.attribute not in RELATIONS or not owners)
        draft = Draft(
            sentence,
            rule.attribute,
            TextValue(text=found.value),
            found.start,
            found.end,
            _reach(compiled, sentence, found),
            found.end,
            1.0,
            rules=[f"text.{rule.id}"],
            barred=(found.mention.name,) if found.mention is not None and named else (),
        )
        draft.focus = rule.focus
        draft.carriers = rule.subjects
        if rule.same_maker and found.mention is not None and found.mention.maker in self._chip_makers:
            draft.maker = found.mention.maker
        if owners:
            draft.subjects, draft.subject_score = owners, _OWNED
            draft.rules.append("subject.owner")
        return draft

    def _enumerated(self, group: list[Mention], sentence: Sentence) -> list[Mention]:
        """The members of a list that ends in "and" or "or"; the first alone where only commas join them."""
        if len(group) > 1 and group[-1].start > group[-2].start:
            last = sentence.text[group[-2].end - sentence.start : group[-1].start - sentence.start]
            return group if self._list_end.search(last) else group[:1]
        return group


def _is_value(around: Sequence[Mention], sentence: Sentence) -> bool:
    """False where a value's words are part of a thing's name; a memory product is the memory of what has it."""
    if all(m.how == _STACK for m in around):
        return not around or any(m.type in _PRODUCTS and m.how not in {_STACK, *_UNNAMED} for m in sentence.mentions)
    return all(m.type in _UNLIKE_VALUES for m in around)


def _compile(rule: TextValueRule, spelled_out: Callable[[str], str]) -> _Compiled:
    def ready(words: str, flags: int = re.I) -> re.Pattern[str] | None:
        return re.compile(spelled_out(words), flags) if words else None

    return _Compiled(
        rule,
        ready(rule.pattern, 0),
        ready(rule.names_pattern, 0),
        ready(rule.before),
        ready(rule.after),
        ready(rule.not_before),
        ready(rule.not_after),
        ready(rule.label),
        ready(rule.owner_before),
        ready(rule.owner_after),
        ready(rule.with_number),
        bool(rule.owner_before or rule.owner_after),
    )


def _labelled(label: re.Pattern[str], words: str, valued: int, found: _Found) -> bool:
    """True where the label says that its line holds such a value, and this stands near the start of the line."""
    return bool(words) and 0 <= found.start - valued <= _LABELLED and bool(label.search(words))


def _bound(words: re.Pattern[str] | None, text: str, start: int, end: int) -> bool:
    """True where all that stands between value and thing is what the rule allows."""
    return words is not None and 0 <= end - start <= _WINDOW and bool(words.fullmatch(text[start:end]))


def _fits(compiled: _Compiled, sentence: Sentence, found: _Found) -> bool:
    start, end = found.start - sentence.start, found.end - sentence.start
    right = sentence.text[end : end + _WINDOW]
    if compiled.after is not None and not compiled.after.match(right):  # what looks at one place only comes first
        return False
    if compiled.not_after is not None and compiled.not_after.match(right):
        return False
    left = sentence.text[max(start - _WINDOW, 0) : start]
    if compiled.before is not None and not compiled.before.search(left):
        return False
    return compiled.not_before is None or not compiled.not_before.search(left)


def _reach(compiled: _Compiled, sentence: Sentence, found: _Found) -> int:
    """Where the value's words begin; with a number that belongs to it or counts it, where the number's begin."""
    for quantity in sentence.quantities:
        if quantity.start < found.start < quantity.end:
            return quantity.phrase_start
    if compiled.with_number is not None:
        for quantity in sentence.quantities:
            between = sentence.text[quantity.end - sentence.start : found.start - sentence.start]
            if quantity.end <= found.start <= quantity.end + _LABELLED and compiled.with_number.fullmatch(between):
                return quantity.phrase_start
    return found.start


def _explains(design: Mention, things: list[Mention]) -> bool:
    """True where a product is named before its architecture: "the X100, codenamed Meteor Lake, is built on"."""
    return any(m.end <= design.start and m.type != "architecture" for m in things)


def _own_users(rulebook: Rulebook) -> frozenset[str]:
    """Makers that keep their designs to themselves: they have more chips than architectures, as Arm has not."""
    chips, designs = (Counter(n.maker for n in rulebook.names if n.type == kind) for kind in ("chip", "architecture"))
    return frozenset(maker for maker, count in chips.items() if maker and count >= designs[maker])


def _spoken(mention: Mention, sentence: Sentence) -> str:
    """A named thing as the article calls it, without the maker: "AMD Zen 5" → "Zen 5", "Battlemage" as it stands.

    Part of a name stands for the whole ("Ada" → "Ada Lovelace"), and a bare number keeps its maker ("Intel 7").
    """
    if mention.type == "company":
        return mention.name
    said = sentence.text[mention.start - sentence.start : mention.end - sentence.start]
    name = mention.name.removesuffix(" ISA")
    short = name.removeprefix(mention.maker + " ") if mention.maker else name
    if said.casefold() not in name.casefold() and short.casefold() not in said.casefold():
        return said
    return name if short.isdigit() else short
