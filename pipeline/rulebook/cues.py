"""The schema of rules/cues.toml: words of modality, attribution, negation, comparison and reference.
A cue is a set of phrases with one meaning; the extractor matches all phrases of all cues in one pass.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from pydantic import Field

from pipeline.model import Frozen
from pipeline.rulebook.base import Rule, TextRule

CueKind = Literal[
    "modality",
    "attribution_before",
    "attribution_verb",
    "negation",
    "hypothetical",
    "more",
    "less",
    "predecessor",
    "successor",
    "naming",
    "company_verb",
    "respectively",
    "press_release",
]


class Cue(Rule):
    """Phrases of one meaning. ``kind`` says what they do, ``value`` what they give (a modality, a relation's name);
    ``whole`` phrases match case as written; behind ``close`` ones stands at once what they speak of; ``announced``
    marks plans that are facts of a thing already announced; what ``settles`` them ("will reportedly have") outweighs
    them.
    ``examples`` are sentences that contain it, for the reader and the tests.
    """

    kind: CueKind
    value: str = ""
    phrases: tuple[str, ...] = Field(min_length=1)
    whole: bool = False
    close: bool = False
    announced: bool = False
    settles: bool = False
    examples: tuple[str, ...] = Field(min_length=1)
    not_examples: tuple[str, ...] = ()


class Head(Rule):
    """A common noun that refers back to a named thing: "the chip", "this laptop"; ``types`` it can stand for;
    ``generic`` nouns name a mass rather than a thing ("silicon") and refer back only with "this" or "that", ``figured``
    ones only where a figure says which is meant ("the 51.2-Tbps design").
    """

    noun: str
    types: tuple[str, ...] = Field(min_length=1)
    scope: str = ""
    generic: bool = False
    figured: bool = False


class Group(Rule):
    """A group of attributes: which types of thing carry them, best first."""

    subjects: tuple[str, ...] = Field(min_length=1)


class Finding(TextRule):
    """Words by which an article tells, in the paragraph of a figure, that it found the figure out itself; only then
    does it speak beside a source that it credits.
    """

    words: tuple[str, ...] = Field(min_length=1)


def words_of(findings: Sequence[Finding]) -> re.Pattern[str] | None:
    """The words of all findings as one pattern; nothing where there are none."""
    words = sorted({word for rule in findings for word in rule.words}, key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, words))})(?!\w)", re.IGNORECASE) if words else None


class CueRules(Frozen):
    """The whole of rules/cues.toml."""

    cue: tuple[Cue, ...] = ()
    head: tuple[Head, ...] = ()
    group: tuple[Group, ...] = ()
    finding: tuple[Finding, ...] = ()
    abbreviations: tuple[str, ...] = ()
    longest_sentence: int = 1200
