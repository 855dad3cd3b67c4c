"""Mentions that carry one value together: "the M5 Pro and M5 Max have six" is about both.
What a sentence only compares with stands beside no one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from pipeline.extract.scene import Mention, Sentence


def grouped(
    mentions: Sequence[Mention], sentence: Sentence, syntax: Callable[[str], re.Pattern[str]]
) -> list[list[Mention]]:
    """Mentions joined by "and" or commas, as groups: "the M5 Pro and M5 Max have six" is about both.

    ``syntax`` gives the patterns for small letters.
    """
    joined, text = syntax("joined"), sentence.low
    groups: list[list[Mention]] = []
    for mention in mentions:
        if groups:
            last = groups[-1][-1]
            between = text[last.end - sentence.start : mention.start - sentence.start]
            plain = "pronoun" not in {last.how, mention.how} and "head" not in {last.how, mention.how}
            if last.start == mention.start and last.name != mention.name:
                groups[-1].append(mention)
                continue
            listed = plain and joined.fullmatch(between) and last.type == mention.type
            if listed and not (between.strip(" the").endswith(",") and _is_compared(groups[-1][0], sentence, syntax)):
                groups[-1].append(mention)
                continue
        groups.append([mention])
    return groups


def _is_compared(mention: Mention, sentence: Sentence, syntax: Callable[[str], re.Pattern[str]]) -> bool:
    """True for "Compared with the X100, the X200 has": what a comma parts from the next name is no list with it."""
    return bool(syntax("fronted-comparison").search(sentence.low[: mention.start - sentence.start][-80:]))
