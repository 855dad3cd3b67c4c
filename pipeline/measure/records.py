"""Quantities of JSON Lines records: ``{"id","text"}`` in, ``{"id","quantities"}`` out.
Broken lines are reported and passed over; the rest goes on.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from pipeline.errors import InputError, OutputError
from pipeline.measure.lexicon import expanded
from pipeline.measure.reader import QuantityReader
from pipeline.model import Change, Quantity
from pipeline.rulebook import Rulebook, load


def read_records(in_path: Path, out_path: Path, rulebook: Rulebook | None = None) -> list[str]:
    """Reads the quantities of every record of ``in_path`` and writes them to ``out_path``, whole or not at all.

    Returns one sentence for each line that could not be read. InputError where the file itself cannot be, OutputError
    where nothing can be written.
    """
    rulebook = rulebook or load()
    reader, names = QuantityReader(rulebook), RecordNames(rulebook)
    problems: list[str] = []
    try:
        with Path(in_path).open("rb") as lines:
            rows = list(_rows(lines, str(in_path), reader, names, problems))
    except OSError as error:
        raise InputError(f"cannot be read ({error.strerror})", str(in_path), "check the path") from error
    _write(Path(out_path), rows)
    return problems


def _rows(
    lines: Iterable[bytes], where: str, reader: QuantityReader, names: RecordNames, problems: list[str]
) -> Iterator[str]:
    expected = 'expected {"id": …, "text": "…"}'
    for number, raw in enumerate(lines, 1):
        if not raw.strip():
            continue
        place = f"{where} line {number}"
        try:
            record = json.loads(raw.decode("utf-8"))
        except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
            problems.append(f"{place}: not JSON in UTF-8 ({error}); {expected}")
            continue
        if not isinstance(record, dict) or not isinstance(record.get("text"), str) or "id" not in record:
            problems.append(f"{place}: no id or no text; {expected}")
            continue
        text = record["text"]
        found = [as_record(q, text, names) for q in reader.read(text)]
        yield json.dumps({"id": record["id"], "quantities": found}, ensure_ascii=False)


def as_record(quantity: Quantity, text: str, names: RecordNames) -> dict[str, Any]:
    """A quantity in the form of the quantities command: value a number or [low, high], unit as its users expect."""
    exact = quantity.low == quantity.high
    value: float | list[float] = quantity.low if exact else [quantity.low, quantity.high]
    change = quantity.change
    if change is Change.EXACT and quantity.unit == "percent":
        if quantity.low < 0:
            change = Change.DOWN
        elif text[quantity.start] == "+":
            change = Change.UP
    return {
        "start": quantity.start,
        "end": quantity.end,
        "surface": text[quantity.start : quantity.end],
        "value": value,
        "unit": names.name(quantity),
        "change": change.value,
    }


class RecordNames:
    """Unit names as records spell them: words, not signs, and a counted noun with the words that belong to it."""

    def __init__(self, rulebook: Rulebook) -> None:
        every = expanded(rulebook.units)
        self._records = {u.name.replace("{}", s): u.record.replace("{}", word) for u, s, word in every if u.record}
        noun = rulebook.numbers.noun[0]
        self._plurals = noun.plural
        self._positives = {**dict(_degrees(noun.adjectives)), **noun.irregular}

    def name(self, quantity: Quantity) -> str:
        """The unit of ``quantity`` in a record; "-" for a bare number."""
        unit = quantity.unit
        if quantity.dimension == "ratio" and unit == "x" and FRACTION in quantity.rules:
            return f"% {self._phrase(quantity.noun.split()) or '-'}"
        if quantity.noun and not COUNTED.isdisjoint(quantity.rules):
            over, slash, under = unit.partition("/")
            words = quantity.noun.split()
            if words[-1].lower() != over.lower() and self._is_head(words[-1], over):
                words[-1] = over
            return self._phrase(words) + (f" per {under}" if slash else "")
        return "/".join(self._part(p) for p in unit.split("/")) or "-"

    def _is_head(self, word: str, head: str) -> bool:
        """Whether the phrase ends in the head's plural, which the record puts in the singular."""
        return word.lower()[:2] == head.lower()[:2] or self._plurals.get(word.lower()) == head

    def _part(self, name: str) -> str:
        if name.endswith(("²", "³")):
            return ("square " if name[-1] == "²" else "cubic ") + self._records.get(name[:-1], name[:-1])
        return self._records.get(name, name)

    def _phrase(self, words: list[str]) -> str:
        """Words joined, each in its plain form: no possessive, no comparative."""
        plain = (w.removesuffix("'s").removesuffix("’s") for w in words)
        return " ".join(self._positives.get(w.lower(), w) for w in plain)


FRACTION = "number-fraction"
COUNTED = frozenset(("counted-noun", "unit-echo"))
"""Ids of the rules in rules/numbers.toml that these forms come from."""


def _degrees(adjectives: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Comparative and superlative of regular adjectives, each with its positive: ("smaller", "small")."""
    for word in adjectives:
        if word.endswith("y"):
            stem = word[:-1] + "i"
        elif word.endswith("e"):
            stem = word[:-1]
        elif len(word) == 3 and word[1] in "aeiou" and word[2] not in "aeiouwxy":
            stem = word + word[-1]
        else:
            stem = word
        yield stem + "er", word
        yield stem + "est", word


def _write(path: Path, rows: Iterable[str]) -> None:
    """Writes beside the target first, so that a half-written file never carries its name."""
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=path.name, suffix=".part")
        with os.fdopen(handle, "w", encoding="utf-8") as out:
            out.writelines(row + "\n" for row in rows)
        Path(name).replace(path)
    except OSError as error:
        raise OutputError(f"cannot be written ({error.strerror})", str(path), "choose another place") from error
