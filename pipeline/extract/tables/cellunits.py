"""Gives the bare numbers of a table's cells what their label leaves to be understood: "Memory (GB) | 96".
Counts take the scale that the label names by a letter, or that goes without saying: "Parameters (B) | 7.2".
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from pipeline.extract.text.labels import line_label
from pipeline.extract.text.scene import Hit, Sentence
from pipeline.model import Quantity
from pipeline.rulebook import Rulebook

Reader = Callable[[str], Sequence[Quantity]]

UNMEASURED = frozenset({"number", "count"})
_WORDS = 16  # letters of a number and its next word
_BESIDE = 2  # letters from a label to its number
_SIGNS = "$€£¥"


class CellUnits:
    """Measures the numbers of cells; ``read`` reads the quantities of a piece of text, ``result`` is the attribute that
    a number has in a table of tests alone.
    """

    def __init__(self, rulebook: Rulebook, read: Reader) -> None:
        self._read = read
        self._label_unit, self._money_unit = map(rulebook.syntax.regex, ("label-unit", "label-money"))
        self._per = rulebook.syntax.lowered("priced-per")
        self._sums = rulebook.syntax.lowered("corner-sums")
        self.result = rulebook.attributes.result
        self._never = frozenset(n for a in rulebook.attributes.attribute for n in a.not_nouns)
        self._scales = {a.id: a.label_scales for a in rulebook.attributes.attribute if a.label_scales}

    def named(self, label: str) -> str:
        """The unit a label names: "Memory (GB)", "Power, W", "Bandwidth in TB/s", "FP4 PFLOPS (dense)"; or empty, as
        for "Geekbench 6 multi-core", which counts none.
        """
        last, bracketed = label.partition("(")[0].split()[-1:], self._bracketed(label)
        singular = (u.removesuffix("s") for u in bracketed)  # "(in millions)"
        words = (u for u in (*bracketed, *singular, *last) if u.lower() not in self._never and not u[:1].isdigit())
        return next((u for u in words if self._is_unit(u)), "")

    def of_sums(self, corner: str) -> str:
        """What the corner of a table says that its sums are counted in: "($ in millions, except per share data)"."""
        match = self._sums.search(corner.lower())
        return match["scale"] if match else ""

    def measured(self, quantity: Quantity, unit: str, label: str, hits: Sequence[Hit], sentence: Sentence) -> Quantity:
        """A bare number of a cell with its ``unit``, or in the scale of what its label counts (``hits`` are the
        label's cues), a sum in that of its label ("Revenue ($M) | $6,819"); any other quantity as it is.
        """
        if quantity.dimension == "money" and unit:
            return quantity if self._per.search(label.lower()) else self._scaled(quantity, unit, sentence)
        if quantity.dimension not in UNMEASURED:
            return quantity
        said = sentence.text[quantity.start - sentence.start :][:_WORDS].split()[:2]
        apart = said[-1] if said and said[0] == f"{quantity.low or 0:g}" else ""  # "80 bn", not yet multiplied
        scale = self._scale(quantity, label, hits, apart)
        if quantity.dimension != "number" and scale == 1.0:
            return quantity
        if scale != 1.0:
            ends = {name: value * scale for name in ("low", "high") if (value := getattr(quantity, name)) is not None}
            return quantity.model_copy(update=ends)
        if not unit:
            return quantity
        number = sentence.text[quantity.start - sentence.start : quantity.end - sentence.start]
        told = self._in_unit(number, unit)
        if told is None or told.dimension == "count":
            return quantity
        changes = ("low", "high", "unit", "dimension", "rules")
        return quantity.model_copy(update={name: getattr(told, name) for name in changes})

    def _scaled(self, quantity: Quantity, unit: str, sentence: Sentence) -> Quantity:
        """A sum that is nothing but its sign and its digits, counted in what its label says; any other as it is."""
        written = sentence.text[quantity.start - sentence.start : quantity.end - sentence.start].strip()
        number = written.lstrip(_SIGNS)
        if not number.replace(",", "").replace(".", "").isdigit():
            return quantity
        told = self._in_unit(number if self._money_unit.fullmatch(unit) else written, unit)
        if told is None or told.dimension != "money" or told.unit != quantity.unit:
            return quantity
        return quantity.model_copy(update={name: getattr(told, name) for name in ("low", "high", "rules")})

    def alone(self, text: str, start: int) -> list[Quantity]:
        """The only number of a part of a cell, where the whole could be no number: "8" of "8/16"."""
        found = self._read(text)
        places = ("start", "end", "phrase_start", "phrase_end")
        return [q.model_copy(update={name: start + getattr(q, name) for name in places}) for q in found[:1]]

    def of_part(self, sentence: Sentence, label: str) -> list[Quantity]:
        """The quantities of one of several values in a cell, in the unit that the label names in a bracket."""
        quantities = sentence.quantities or self.alone(sentence.text, sentence.start)
        unit = self.named(label[label.index("(") :]) if "(" in label else ""
        return [self.measured(q, unit, label, (), sentence) for q in quantities]

    def in_line(self, sentence: Sentence) -> None:
        """Measure the first number of a line in the unit that its label names: "Base power (W): 125"."""
        label, start = line_label(sentence)
        if sentence.label or "(" not in label:
            return
        at, first = next(((n, q) for n, q in enumerate(sentence.quantities) if q.start >= start), (0, None))
        unit = self.named(label) if first is not None and first.start - start <= _BESIDE else ""
        if first is not None and unit:
            sentence.quantities[at] = self.measured(first, unit, label, (), sentence)

    def _scale(self, quantity: Quantity, label: str, hits: Sequence[Hit], behind: str) -> float:
        """What a count is multiplied by, as its label or the word ``behind`` it says ("80 bn"); else 1."""
        counted = {h.key for h in hits if h.kind == "attr"} & self._scales.keys()
        if len(counted) != 1:
            return 1.0
        scales = self._scales[counted.pop()]
        if quantity.dimension != "number":
            return scales.by.get(behind, 1.0)
        letters = [u for u in (*self._bracketed(label), behind) if u in scales.by]
        if letters:
            return scales.by[letters[0]]
        return scales.unsaid if (quantity.high or quantity.low or 0.0) < scales.below else 1.0

    def _bracketed(self, label: str) -> list[str]:
        """What stands in brackets, or behind "in" or a comma, at the end of a label."""
        match = self._label_unit.search(label)
        return [g.strip() for g in match.groups() if g] if match else []

    def _is_unit(self, word: str) -> bool:
        """True where the word makes something else of a bare number: a measure, a sum, or "billion"."""
        found = self._in_unit("2", word)
        return found is not None and (found.dimension not in UNMEASURED or found.low != 2)

    def _in_unit(self, number: str, unit: str) -> Quantity | None:
        """The number as one quantity in the unit: "$M" and "USD million" stand on both sides of it."""
        sum_of = self._money_unit.fullmatch(unit)
        written = [f"{number} {unit}", f"{number}-{unit}"]
        if sum_of:
            sign, scale = sum_of["sign"], sum_of["scale"] or ""
            written = [f"{sign}{number}{scale}" if sign in _SIGNS else f"{number}{scale} {sign}"]
        return next((found[0] for words in written if len(found := self._read(words)) == 1), None)
