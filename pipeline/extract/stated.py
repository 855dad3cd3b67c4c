"""Reads the quantities that state an attribute as they are: "64 GB of memory", "a TDP of 700 W".
Multipliers and percentages that compare are the business of ``ratios``.
"""

from __future__ import annotations

from pipeline.extract.attribute import AttributeChooser
from pipeline.extract.draft import Draft
from pipeline.extract.labels import list_label
from pipeline.extract.money import MoneyReader
from pipeline.extract.numbers import Figures, number_draft
from pipeline.extract.previous import PreviousValues
from pipeline.extract.scene import Hit, Sentence
from pipeline.extract.words import Words
from pipeline.model import Quantity
from pipeline.rulebook import Rulebook
from pipeline.rulebook.attributes import Attribute
from pipeline.units import UnitSystem


class StatedReader:
    """Turns quantities into drafts."""

    def __init__(self, rulebook: Rulebook, previous: PreviousValues, money: MoneyReader, units: UnitSystem) -> None:
        self._chooser = AttributeChooser(rulebook, units)
        self._figures = Figures(rulebook)
        self._previous = previous
        self._money = money
        self._inherits = rulebook.scoring.attribute.inherited

    def read(self, sentence: Sentence, tokens: Words, extra: tuple[Hit, ...] = (), label: str = "") -> list[Draft]:
        """Drafts of the quantities that state an attribute as they are."""
        drafts: list[Draft] = []
        last: tuple[Quantity, Attribute, float] | None = None
        for quantity in self._previous.split(sentence):
            if self._is_no_figure(quantity, sentence, tokens):
                continue
            own_extra, own_label = (extra, label) if extra or label else list_label(sentence, quantity)
            near = drafts and tokens.gap(drafts[-1].start, drafts[-1].end, quantity.start, quantity.end) <= 4
            earlier = drafts[-1].attribute if near else ""
            chosen = self._chooser.choose(quantity, sentence, tokens, own_extra, own_label, earlier)
            chosen = self._inherited(chosen, quantity, last, sentence)
            if chosen is None:
                continue
            attribute, score, used = chosen
            last = (quantity, attribute, score)
            draft = number_draft(attribute, quantity, sentence, score)
            draft.evidence = [(h.start, h.end) for h in used]
            draft.tentative = self._chooser.tentative(score)
            draft.weak = all(h.value == "weak" for h in used)
            draft.previous = self._previous.is_previous(draft)
            drafts.append(draft)
        return self._money.settle(drafts, sentence)

    def _inherited(
        self,
        chosen: tuple[Attribute, float, list[Hit]] | None,
        quantity: Quantity,
        last: tuple[Quantity, Attribute, float] | None,
        sentence: Sentence,
    ) -> tuple[Attribute, float, list[Hit]] | None:
        """A number in a list takes the attribute of the one before it where its own words say nothing clearer."""
        if last is None or last[0].dimension != quantity.dimension or last[0].unit != quantity.unit:
            return chosen
        between = sentence.text[last[0].end - sentence.start : quantity.start - sentence.start]
        if len(between) > 60 or ";" in between or "." in between:
            return chosen
        score = last[2] * self._inherits
        if (
            chosen is None
            or (chosen[0].id != last[1].id and self._chooser.tentative(chosen[1]))
            or (chosen[0].id == last[1].id and score > chosen[1])
        ):
            return (last[1], score, []) if not self._chooser.tentative(score) else chosen
        return chosen

    def _is_no_figure(self, quantity: Quantity, sentence: Sentence, tokens: Words) -> bool:
        vague = quantity.dimension == "ratio" or self._figures.is_vague(quantity, sentence)
        return vague or self._figures.is_delta(quantity, sentence, tokens)
