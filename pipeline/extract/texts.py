"""Reads values that are words: memory types, architectures, process names, foundries, formats, resolutions.
Each comes from a rule in rules/attributes/values.toml, by pattern or by the type of a named thing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.extract.draft import Draft
from pipeline.extract.scene import Mention, Sentence
from pipeline.model import TextValue
from pipeline.rulebook import Rulebook
from pipeline.rulebook.attributes import TextValueRule


@dataclass(frozen=True, slots=True)
class _Compiled:
    rule: TextValueRule
    pattern: re.Pattern[str] | None
    before: re.Pattern[str] | None
    after: re.Pattern[str] | None


class TextReader:
    """Turns text values into drafts."""

    def __init__(self, rulebook: Rulebook) -> None:
        self._rules = [
            _Compiled(
                rule,
                re.compile(rule.pattern) if rule.pattern else None,
                re.compile(rule.before, re.I) if rule.before else None,
                re.compile(rule.after, re.I) if rule.after else None,
            )
            for rule in rulebook.attributes.text_value
        ]

    def read(self, sentence: Sentence) -> list[Draft]:
        """Text drafts of one sentence; one value at one place once, whichever rule saw it first."""
        drafts: list[Draft] = []
        seen: set[tuple[str, int]] = set()
        for compiled in self._rules:
            for start, end, value, barred in self._matches(compiled, sentence):
                if (compiled.rule.attribute, start) in seen:
                    continue
                seen.add((compiled.rule.attribute, start))
                rule = compiled.rule
                draft = Draft(
                    sentence,
                    rule.attribute,
                    TextValue(text=value),
                    start,
                    end,
                    start,
                    end,
                    1.0,
                    rules=[f"text.{rule.id}"],
                    barred=barred,
                )
                draft.focus = rule.focus
                draft.carriers = rule.subjects
                if rule.same_maker:
                    draft.maker = next((m.maker for m in sentence.mentions if m.start == start), "")
                drafts.append(draft)
        return drafts

    def _matches(self, compiled: _Compiled, sentence: Sentence) -> list[tuple[int, int, str, tuple[str, ...]]]:
        rule, origin = compiled.rule, sentence.start
        found: list[tuple[int, int, str, tuple[str, ...]]] = []
        if compiled.pattern is not None:
            for match in compiled.pattern.finditer(sentence.text):
                group = "value" if "value" in compiled.pattern.groupindex else 0
                words = match.group(group)
                value = rule.value.replace("{}", words) if rule.value else words
                start, end = match.span(group)
                if any(
                    m.start < origin + end and origin + start < m.end and m.type != "software"
                    for m in sentence.mentions
                ):
                    continue
                if self._fits(compiled, sentence, start, end):
                    found.append((origin + start, origin + end, value, ()))
            return found
        for mention in sentence.mentions:
            if mention.type not in rule.mention or mention.how in {"pronoun", "head", "focus"}:
                continue
            if rule.names and mention.name not in rule.names:
                continue
            if rule.names_pattern and not re.search(rule.names_pattern, mention.name):
                continue
            start, end = mention.start - origin, mention.end - origin
            if self._fits(compiled, sentence, start, end):
                found.append((mention.start, mention.end, _spoken(mention, sentence), (mention.name,)))
        return found

    def _fits(self, compiled: _Compiled, sentence: Sentence, start: int, end: int) -> bool:
        if compiled.before is not None and not compiled.before.search(sentence.text[max(start - 80, 0) : start]):
            return False
        return compiled.after is None or bool(compiled.after.match(sentence.text[end : end + 80]))


def _spoken(mention: Mention, sentence: Sentence) -> str:
    """An architecture or company by its canonical name without the maker: "AMD Zen 5" → "Zen 5"."""
    if mention.type == "company":
        return mention.name
    return mention.name.removeprefix(mention.maker + " ") if mention.maker else mention.name
