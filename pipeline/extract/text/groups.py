"""Mentions that carry one value together: "the M5 Pro and M5 Max have six" is about both.
What a sentence only compares with stands beside no one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise

from pipeline.extract.text.scene import Mention, Sentence

_BRACKETED = re.compile(r"^ \([^()]{1,80}\)")  # what a name is explained by, "the X100 (16 GB) and the X200 have"


def grouped(
    mentions: Sequence[Mention], sentence: Sentence, syntax: Callable[[str], re.Pattern[str]]
) -> list[list[Mention]]:
    """Mentions joined by "and" or commas, as groups: "the M5 Pro and M5 Max have six" is about both.

    ``syntax`` gives the patterns for small letters.
    """
    joined, text = syntax("joined"), sentence.low
    groups: list[list[Mention]] = []
    for at, mention in enumerate(mentions):
        if groups:
            last = groups[-1][-1]
            between = text[last.end - sentence.start : mention.start - sentence.start]
            between = _BRACKETED.sub("", between) if between.startswith(" (") else between
            plain = "pronoun" not in {last.how, mention.how} and "head" not in {last.how, mention.how}
            if last.start == mention.start and last.name != mention.name:
                groups[-1].append(mention)
                continue
            listed = plain and joined.fullmatch(between) and _alike(last, mention)
            bare = between.strip(" the").endswith(",")
            apart = bare and (
                _is_compared(groups[-1][0], sentence, syntax)
                or (len(groups[-1]) == 1 and is_setting(mentions[at - 1 :], sentence, syntax))
            )
            if listed and not apart:
                groups[-1].append(mention)
                continue
        groups.append([mention])
    return groups


def parted(groups: Sequence[list[Mention]], sentence: Sentence, start: int) -> list[list[Mention]]:
    """The groups as the value at ``start`` sees them: "the $249 X100 and $219 X200" have a price each."""
    own = next((q.dimension for q in sentence.quantities if q.start == start), "")
    found: list[list[Mention]] = []
    for group in groups:
        found.append(group[:1])
        for left, right in pairwise(group):
            between = (q for q in sentence.quantities if left.end <= q.start and q.end <= right.start)
            if any(q.dimension == own for q in between):
                found.append([right])
            else:
                found[-1].append(right)
    return found


def soles(things: Sequence[Mention]) -> dict[str, Mention]:
    """For each type of thing the one of which alone a sentence speaks."""
    kinds = {m.type: m for m in reversed(things)}
    return {kind: m for kind, m in kinds.items() if len({o.name for o in things if o.type == kind}) == 1}


def _alike(left: Mention, right: Mention) -> bool:
    """True for two things of one type; a chip or device and a line of one maker are alike enough."""
    if left.type == right.type:
        return True
    lines = {left.type, right.type} in ({"chip", "series"}, {"device", "series"})
    return lines and left.maker == right.maker != ""


def is_setting(mentions: Sequence[Mention], sentence: Sentence, syntax: Callable[[str], re.Pattern[str]]) -> bool:
    """True where the first of ``mentions`` stands in a phrase before the sentence proper, whose subject is the second:
    "Keeping most of the X100, the X200 has"; not where a list goes on behind the second.
    """
    if len(mentions) < 2:
        return False
    text, origin = sentence.low, sentence.start
    first, second, *rest = mentions
    if not syntax("setting").fullmatch(text, 0, first.start - origin):
        return False
    if not syntax("setting-closed").fullmatch(text, first.end - origin, second.start - origin):
        return False
    return not (rest and syntax("joined").fullmatch(text, second.end - origin, rest[0].start - origin))


def _is_compared(mention: Mention, sentence: Sentence, syntax: Callable[[str], re.Pattern[str]]) -> bool:
    """True for "Compared with the X100, the X200 has": what a comma parts from the next name is no list with it."""
    return bool(syntax("fronted-comparison").search(sentence.low[: mention.start - sentence.start][-80:]))


def unique(mentions: Iterable[Mention]) -> list[Mention]:
    """The first mention of each name, in order."""
    found: dict[str, Mention] = {}
    for mention in mentions:
        found.setdefault(mention.name, mention)
    return list(found.values())


def by_count(mentions: Iterable[Mention]) -> list[Mention]:
    """One mention a name, those named most often first, then those named first."""
    found = list(mentions)
    counts = Counter(m.name for m in found)
    return sorted(unique(found), key=lambda m: -counts[m.name])
