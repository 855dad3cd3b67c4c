"""Lines that are sold under their own name, as what a common noun means: "the tablet" of a text about the iPad Air; and
which thing of a line "the original console" is.
"""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.extract.subjects.discourse import Discourse
from pipeline.extract.text.scene import Mention


def sold_as(noun: str, best: Mention | None, discourse: Discourse) -> Mention | None:
    """The line that is sold under its own name, where it is more in mind than ``best`` and no member of it is: "the
    tablet" of a text about the iPad Air.
    """
    for mention in discourse.ordered():
        if mention is best or (mention.type == "device" and best is not None and mention.name == best.name):
            return None
        if (
            mention.type == "series"
            and mention.name not in discourse.measures
            and noun in {head.lower() for head in mention.heads}
        ):
            members = (m for m in discourse.ordered() if m.type == "device")
            told = discourse.topic is not None and discourse.topic.name == mention.name
            return None if not told and any(m.name.startswith(f"{mention.name} ") for m in members) else mention
    return None


def first_of(topic: Mention | None, predecessors: Mapping[str, str]) -> Mention | None:
    """The first of the line of a numbered ``topic``: what it follows, where that has no number; without a name where
    nobody knows it, None where the topic may be the first itself.
    """
    if topic is None or topic.type != "device" or not any(map(str.isdigit, topic.name)):
        return None
    before = predecessors.get(topic.name, "")
    name = "" if any(map(str.isdigit, before)) else before
    return Mention(topic.start, topic.end, name, topic.type, topic.maker)
