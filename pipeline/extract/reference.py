"""Keeps track of what the text is about, and turns "it", "the chip", "both" into the thing meant.
Salience decays with each sentence; a heading or the title sets it anew.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from pipeline.extract.scene import Mention, Sentence
from pipeline.model import Block, BlockKind
from pipeline.rulebook import Rulebook

_THINGS = {"chip", "system", "device", "model", "series", "architecture", "process"}


class Discourse:
    """The state of one article's discourse; feed it the sentences in order."""

    def __init__(self, rulebook: Rulebook, mentions: Sequence[Mention], title: Sequence[Mention]) -> None:
        self._heads = {h.noun.lower(): h.types for h in rulebook.cues.head}
        self._generic = {h.noun.lower() for h in rulebook.cues.head if h.generic}
        self._syntax = rulebook.syntax.regex
        self._predecessors = {n.name: n.predecessor for n in rulebook.names if n.predecessor}
        nouns = "|".join(sorted((re.escape(n) for n in self._heads), key=len, reverse=True))
        filler = rf"(?:(?!(?:{rulebook.syntax.word('preposition')})\b)[\w’'-]+\s+)"
        lead = rulebook.syntax.regex("reference-lead").pattern
        self._head = re.compile(rf"\b({lead})\s+{filler}{{0,3}}?({nouns})(s?)\b", re.IGNORECASE)
        self._owned = re.compile(rf"(['’]s)\s+{filler}{{0,4}}?({nouns})(s?)\b", re.IGNORECASE)
        self._pointing = frozenset(rulebook.syntax.word("pointing").split("|"))
        self._far = frozenset(rulebook.syntax.word("far").split("|"))
        self._many = frozenset(rulebook.syntax.word("many").split("|"))
        counts = Counter(m.name for m in mentions if m.type in _THINGS)
        order = {m.name: i for i, m in reversed(list(enumerate(mentions)))}
        things = {m.name: m for m in reversed(mentions) if m.type in _THINGS}
        in_title = [m for m in title if m.type in _THINGS]
        ranked = sorted(things.values(), key=lambda m: (-counts[m.name], order[m.name]))
        self._titled = bool(in_title)
        self._topics = [*in_title, *(m for m in ranked if m.name not in {t.name for t in in_title})]
        companies = Counter(m.name for m in mentions if m.type == "company")
        titled = [m for m in title if m.type == "company"]
        firms = {m.name: m for m in reversed(mentions) if m.type == "company"}
        self._companies = [*titled, *sorted(firms.values(), key=lambda m: (-companies[m.name], order.get(m.name, 0)))]
        self._recent: list[tuple[Mention, float]] = []
        self._group: list[Mention] = []
        self._group_at = 0
        self._last: Mention | None = None
        self._opened: Mention | None = None
        self.benchmark = ""
        self._block: object = None
        self._fresh_block = True
        self._in_list = False
        self._before_list: list[tuple[Mention, float]] = []

    @property
    def topic(self) -> Mention | None:
        """The thing the article is about."""
        return self._topics[0] if self._topics else None

    def focus(self) -> list[Mention]:
        """What a sentence without a name of its own may be about, most salient first."""
        topic = self.topic.name if self.topic else ""
        edge = 0.8 if self._in_list and self._titled else 0.25
        lifted = [(m, s + (edge if m.name == topic else 0.0)) for m, s in self._recent]
        ranked = sorted(lifted, key=lambda r: -r[1])
        top = ranked[0][1] if ranked else 1.0
        found = [(m, min(s / top, 1.0)) for m, s in ranked]
        names = {m.name for m, _ in found}
        found += [(m, 0.3) for m in (*self._topics[:2], *self._companies[:1]) if m.name not in names]
        return [
            Mention(m.start, m.end, m.name, m.type, m.maker, "focus", m.rule, m.heads, salience=s) for m, s in found
        ]

    def resolve(self, sentence: Sentence) -> None:
        """Add what pronouns and head nouns of the sentence stand for to its mentions."""
        if sentence.block is not self._block:
            self._enter(sentence.block)
            self._block = sentence.block
            self._fresh_block = True
        added: list[Mention] = []
        for match in self._syntax("pronoun").finditer(sentence.text):
            target = self._pronoun(sentence, match)
            if target is not None:
                added.append(_standing(target, sentence, match.start(), match.end(), "pronoun"))
        for match in (*self._head.finditer(sentence.text), *self._owned.finditer(sentence.text)):
            start, end = sentence.start + match.start(), sentence.start + match.end()
            if self._syntax("no-reference-noun").match(sentence.text, match.end()):
                continue
            inner = [m for m in sentence.mentions if m.start < end + 1 and start < m.end]
            if any(m.type != "company" or m.start < start or m.end > end for m in inner):
                continue
            if any(0 <= m.start - end <= 3 or 0 <= start - m.end <= 1 for m in sentence.mentions if m.type in _THINGS):
                continue
            noun, word = match.group(2).lower(), match.group(1).lower()
            if (match.group(3) and word not in self._many) or (noun in self._generic and word not in self._pointing):
                continue
            maker = inner[-1].name if inner else self._possessor(sentence, start)
            target = self._aged(self._heads[noun], match.group(0)) or self._nearest(
                self._heads[noun], sentence, start, noun, word in self._far, maker
            )
            if target is not None:
                added.append(_standing(target, sentence, match.start(), match.end(), "head"))
        if self._group and sentence.index - self._group_at <= 2:
            for match in self._syntax("plural").finditer(sentence.text):
                if not any(m.end <= sentence.start + match.start() and m.type in _THINGS for m in sentence.mentions):
                    added += [_standing(m, sentence, match.start(), match.end(), "pronoun") for m in self._group]
                    break
        if added:
            sentence.mentions.extend(added)
            sentence.mentions.sort(key=lambda m: (m.start, m.end))

    def _pronoun(self, sentence: Sentence, match: re.Match[str]) -> Mention | None:
        at = sentence.start + match.start()
        following = sentence.text[match.end() : match.end() + 30]
        if self._syntax("no-reference").match(following):
            return None
        nxt = next((m for m in sentence.mentions if m.start >= sentence.start + match.end()), None)
        possessive = self._syntax("possessive-pronoun").fullmatch(match.group(0))
        if (
            possessive
            and nxt is not None
            and self._syntax("own").fullmatch(sentence.text[match.end() : nxt.start - sentence.start])
        ):
            return None
        inside = [m for m in sentence.mentions if m.end <= at and m.type in _THINGS]
        for mention in inside:
            if self._syntax("fronted").fullmatch(sentence.text[: mention.start - sentence.start]):
                continue
            if not self._syntax("compared-before").search(sentence.text[: mention.start - sentence.start]):
                return mention
        return next((m for m in self._ordered() if m.type in _THINGS), self.topic)

    def _company(self) -> Mention | None:
        """The company meant by "the company": the one that opened the last sentence, or the article's main one."""
        return self._opened or (self._companies[0] if self._companies else None)

    def _possessor(self, sentence: Sentence, at: int) -> str:
        """The company whose chip is meant: "Intel's 7-nanometer chip"; empty where none is named right before."""
        for mention in sentence.mentions:
            if mention.type == "company" and 0 <= at - mention.end <= 1:
                return mention.name
        return ""

    def _ordered(self) -> list[Mention]:
        """Recent mentions, most salient first; what the article is about has an edge."""
        topic = self.topic.name if self.topic else ""
        return [m for m, _ in sorted(self._recent, key=lambda r: -(r[1] + (0.2 if r[0].name == topic else 0.0)))]

    def _aged(self, types: Sequence[str], words: str) -> Mention | None:
        """The topic for "the new part", the topic's listed predecessor for "the older card"."""
        topic = self.topic
        if topic is None or topic.type not in types:
            return None
        if self._syntax("new-words").search(words):
            return topic if self._titled else None
        before = self._predecessors.get(topic.name) if self._syntax("old-words").search(words) else None
        return Mention(topic.start, topic.end, before, topic.type, topic.maker) if before else None

    def _nearest(
        self, types: Sequence[str], sentence: Sentence, at: int, noun: str, pointing: bool, maker: str
    ) -> Mention | None:
        if maker:
            for mention in self._ordered():
                if mention.maker == maker and mention.type in types:
                    return mention
            return None
        if pointing and self._last is not None and self._last.type in types:
            return self._last
        before = [m for m in sentence.mentions if m.end <= at and m.type in types and m.how != "head"]
        for mention in before:
            if not self._syntax("compared-before").search(sentence.text[: mention.start - sentence.start]):
                return mention
        if "company" in types:
            return self._company()
        for kind in types:
            for mention in (*self._ordered(), *self._topics, *self._companies):
                if mention.type == kind and (
                    not mention.heads or noun in {h.lower() for h in mention.heads} or kind == types[0]
                ):
                    return mention
        return None

    def _enter(self, block: Block) -> None:
        """Each item of a list starts from what the text was about before the list, and a little of the item before."""
        if block.kind is BlockKind.ITEM:
            if not self._in_list:
                self._before_list = list(self._recent)
            merged = {m.name: (m, s * 0.3) for m, s in self._recent}
            for mention, weight in self._before_list:
                old = merged.get(mention.name)
                merged[mention.name] = (mention, max(weight, old[1] if old else 0.0))
            self._recent = list(merged.values())
        self._in_list = block.kind is BlockKind.ITEM

    def advance(self, sentence: Sentence) -> None:
        """Take in what the sentence was about, for the sentences that follow."""
        fresh = [
            m
            for m in sentence.mentions
            if m.type in _THINGS
            and not self._syntax("compared-before").search(sentence.text[: m.start - sentence.start][-60:])
        ]
        decay = (0.45 if self._fresh_block else 0.55) if fresh else 0.85
        self._fresh_block = False
        self._recent = [(m, s * decay) for m, s in self._recent if s * decay > 0.05]
        heading = sentence.block.kind in {BlockKind.HEADING, BlockKind.TITLE}
        if heading and any(m.type in _THINGS for m in sentence.mentions):
            self._recent = []
        self._block = sentence.block
        named = [m.name for m in sentence.mentions if m.type == "benchmark"]
        if heading:
            self.benchmark = named[-1] if named else ""
        elif named:
            self.benchmark = named[-1]
        weights: dict[str, tuple[Mention, float]] = {}
        for position, mention in enumerate(m for m in sentence.mentions if m.type in _THINGS | {"company"}):
            weight = 1.0 / (1 + 0.35 * position)
            if self._syntax("compared-before").search(
                sentence.text[max(mention.start - sentence.start - 60, 0) : mention.start - sentence.start]
            ):
                weight *= 0.25
            if mention.type == "company":
                weight *= 0.5
            if len(sentence.text[: mention.start - sentence.start].split()) > 5:
                weight *= 0.6
            if heading:
                weight *= 1.5
            old = weights.get(mention.name)
            if old is None or old[1] < weight:
                weights[mention.name] = (mention, weight)
        firms = [m for m in sentence.mentions if m.type == "company" and m.how not in {"pronoun", "head"}]
        opens = firms and len(sentence.text[: firms[0].start - sentence.start].split()) <= 3
        self._opened = firms[0] if opens else (self._opened if not firms else None)
        things = [m for m in sentence.mentions if m.type in _THINGS and m.how not in {"pronoun", "head"}]
        self._last = things[-1] if things else self._last
        merged = {m.name: (m, s) for m, s in self._recent}
        for name, (mention, weight) in weights.items():
            old_weight = merged[name][1] if name in merged else 0.0
            merged[name] = (mention, max(weight, old_weight) + 0.15 * min(weight, old_weight))
        self._recent = list(merged.values())
        names = [m for m in sentence.mentions if m.type in _THINGS and m.how not in {"pronoun", "head"}]
        for left, right in pairwise(names):
            between = sentence.text[left.end - sentence.start : right.start - sentence.start]
            if self._syntax("joined").fullmatch(between) and left.type == right.type:
                self._group, self._group_at = [left, right], sentence.index
                break


def _standing(target: Mention, sentence: Sentence, start: int, end: int, how: str) -> Mention:
    return Mention(
        sentence.start + start,
        sentence.start + end,
        target.name,
        target.type,
        target.maker,
        how,
        target.rule,
        target.heads,
    )
