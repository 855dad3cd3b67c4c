"""What "its predecessor", "the X100's successor" and "the predecessor of the X100" stand for where they do something.
The listed one is meant; where none is listed, what the clause tells is nobody's, and so it is of "its little brother".
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping

from pipeline.extract.subjects.discourse import Discourse
from pipeline.extract.subjects.naming import THINGS
from pipeline.extract.text.scene import Mention, Sentence
from pipeline.rulebook import Rulebook


class Forerunners:
    """Finds things that are told of by what comes before or behind them; one instance serves all articles."""

    def __init__(self, rulebook: Rulebook) -> None:
        syntax = rulebook.syntax
        self._does, self._needs = syntax.lowered("kin-does"), syntax.needs("kin-does")
        self._of = syntax.lowered("kin-of-what")
        self._before = {n.name: n.predecessor for n in rulebook.names if n.predecessor}
        behind: dict[str, list[str]] = defaultdict(list)
        for name, before in self._before.items():
            behind[before].append(name)
        self._behind = {name: later[0] for name, later in behind.items() if len(later) == 1}

    def find(self, sentence: Sentence, discourse: Discourse) -> Iterator[Mention]:
        """Mentions of what the phrases mean; those that mean nothing known are noted in the sentence."""
        for match in self._does.finditer(sentence.low) if sentence.holds(self._needs) else ():
            start, end = (sentence.start + at for at in match.span("kin"))
            if any(m.start < end and start < m.end for m in sentence.mentions):
                continue
            one = self._whose(sentence, match, discourse)
            listed = self._before if match["before"] else self._behind if match["behind"] else {}
            name = listed.get(one.name) if one is not None else None
            if one is not None and name:
                yield Mention(start, end, name, one.type, one.maker, "alias", one.rule, one.heads)
            else:
                sentence.elsewhere.append((start, end))

    def _whose(self, sentence: Sentence, match: re.Match[str], discourse: Discourse) -> Mention | None:
        """The thing that has the predecessor or successor."""
        things = [m for m in sentence.mentions if m.type in THINGS]
        start = sentence.start + match.start("kin")
        if match["owner"] is None:
            return next((m for m in things if m.end == sentence.start + match.start("lead")), None)
        of = self._of.match(sentence.low, match.end("kin"))
        if of is not None:
            return next((m for m in things if m.start == sentence.start + of.end()), None)
        before = [m for m in things if m.end <= start and not discourse.is_compared(sentence, m)]
        return before[0] if before else next((m for m in discourse.ordered() if m.type in THINGS), None)


def elder(topic: Mention, discourse: Discourse, listed: Mapping[str, str]) -> Mention | None:
    """What "the older card" means beside the topic: the only other of its kind and maker in mind, else its predecessor
    of those ``listed``; None where there is neither.
    """
    others = {m.name: m for m in discourse.ordered() if m.type == topic.type and m.name != topic.name}
    sisters = [m for m in others.values() if m.maker == topic.maker]
    if len(sisters) == 1:
        return sisters[0]
    before = listed.get(topic.name)
    return Mention(topic.start, topic.end, before, topic.type, topic.maker, rule=topic.rule) if before else None
