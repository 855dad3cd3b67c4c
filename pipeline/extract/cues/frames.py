"""What headings, the leads of lists and questions say of what stands below them: how firmly, and which attribute.
"Expected price:" makes plans of its items; "Other features include:" says nothing and leaves in force what was said.
"""

from __future__ import annotations

from collections.abc import Collection

from pipeline.extract.text.scene import Hit, Sentence
from pipeline.model import Block, BlockKind
from pipeline.rulebook.syntax import SyntaxRules

_TELLING = frozenset({"cues", "lead"})
_SHOWN = {"chip", "device", "system"}
_ASKING = ("?", "?**", "?*", "?__", "?_")
_HEADINGS = {BlockKind.HEADING, BlockKind.TITLE}


class Frames:
    """The heading and the lead in force; feed it the sentences in order."""

    def __init__(self, syntax: SyntaxRules) -> None:
        self._goes_on, self._bare_lead = syntax.lowered("lead-goes-on"), syntax.lowered("bare-lead")
        self._following = syntax.lowered("lead-following")
        self._opens, self._opens_need = syntax.lowered("rumours-open"), syntax.needs("rumours-open")
        self._opened: list[Hit] = []
        self._told_of: frozenset[str] = frozenset()
        self._modality: list[Hit] = []
        self._of_lists = False
        self._attributes: tuple[Hit, ...] = ()
        self._answer = syntax.lowered("answer")
        self._asked: tuple[Hit, ...] = ()

    def modality(self, block: Block) -> list[Hit]:
        """The words of modality in the heading above, or in the lead of a list ("Possible features:")."""
        return self._modality if not self._of_lists or block.kind is BlockKind.ITEM else []

    def of_things(self, names: Collection[str]) -> list[Hit]:
        """The words of modality in a sentence that opened what is told of such things ("has shared the supposed
        specifications of the X100"): they hold until the next heading.
        """
        return self._opened if self._opened and not self._told_of.isdisjoint(names) else []

    def attributes(self, block: Block) -> tuple[Hit, ...]:
        """What the lead of a list, or the heading above it, says its items are ("The battery life in our test:")."""
        return self._attributes if block.kind is BlockKind.ITEM else ()

    def asked(self, sentence: Sentence) -> tuple[Hit, ...]:
        """What the question right before asks for, where the sentence is a bare answer: "How much is it? $599."."""
        return self._asked if self._asked and self._answer.fullmatch(sentence.low) else ()

    def advance(self, sentence: Sentence) -> None:
        """Take in what a heading, a lead or a question says of what follows."""
        asks = sentence.text.endswith(_ASKING)
        self._asked = tuple(h for h in sentence.of_kind("attr", "qualifier")) if asks else ()
        heading = sentence.block.kind is BlockKind.HEADING
        if heading or self._leads(sentence):
            said = list(sentence.of_kind("modality"))
            if said or heading or not (self._modality and self._goes_on.match(sentence.low)):
                self._modality, self._of_lists = said, not heading
            self._attributes = tuple(h for h in sentence.of_kind("attr") if h.value in _TELLING)
        elif sentence.block.kind is BlockKind.PARAGRAPH:
            self._attributes = ()
        if heading:
            self._opened = []
        elif sentence.holds(self._opens_need) and self._opens.search(sentence.low):
            self._opened = list(sentence.of_kind("modality"))
            self._told_of = frozenset(m.name for m in sentence.mentions if m.type in _SHOWN)

    def _leads(self, sentence: Sentence) -> bool:
        """True for what opens a list: it ends with a colon, or has no figure and opens with a word of expecting."""
        if sentence.block.kind in _HEADINGS:
            return False
        if sentence.text.rstrip(" *_").endswith(":"):
            return True
        if sentence.quantities:
            return False
        return bool(self._bare_lead.fullmatch(sentence.low) or self._following.search(sentence.low))
