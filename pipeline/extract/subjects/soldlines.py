"""Lines that are sold under their own name, as what a common noun means: "the tablet" of a text about the iPad Air."""

from __future__ import annotations

from pipeline.extract.subjects.discourse import Discourse
from pipeline.extract.text.scene import Mention


def sold_as(noun: str, best: Mention | None, discourse: Discourse) -> Mention | None:
    """The line that is sold under its own name, where it is more in mind than ``best`` and no member of it is: "the
    tablet" of a text about the iPad Air.
    """
    for mention in discourse.ordered():
        if mention is best or (mention.type == "device" and best is not None and mention.name == best.name):
            return None
        if mention.type == "series" and noun in {head.lower() for head in mention.heads}:
            members = (m for m in discourse.ordered() if m.type == "device")
            told = discourse.topic is not None and discourse.topic.name == mention.name
            return None if not told and any(m.name.startswith(f"{mention.name} ") for m in members) else mention
    return None
