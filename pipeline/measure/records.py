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
from pipeline.measure.reader import QuantityReader
from pipeline.model import Change, Quantity
from pipeline.rulebook import Rulebook, load


def read_records(in_path: Path, out_path: Path, rulebook: Rulebook | None = None) -> list[str]:
    """Reads the quantities of every record of ``in_path`` and writes them to ``out_path``, whole or not at all.

    Returns one sentence for each line that could not be read. InputError where the file itself cannot be, OutputError
    where nothing can be written.
    """
    reader = QuantityReader(rulebook or load())
    problems: list[str] = []
    try:
        with Path(in_path).open("rb") as lines:
            rows = list(_rows(lines, str(in_path), reader, problems))
    except OSError as error:
        raise InputError(f"cannot be read ({error.strerror})", str(in_path), "check the path") from error
    _write(Path(out_path), rows)
    return problems


def _rows(lines: Iterable[bytes], where: str, reader: QuantityReader, problems: list[str]) -> Iterator[str]:
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
        found = [as_record(q, text) for q in reader.read(text)]
        yield json.dumps({"id": record["id"], "quantities": found}, ensure_ascii=False)


def as_record(quantity: Quantity, text: str) -> dict[str, Any]:
    """A quantity in the form of the quantities command: value a number or [low, high], unit as its users expect."""
    exact = quantity.low == quantity.high
    value: float | list[float] = quantity.low if exact else [quantity.low, quantity.high]
    change = quantity.change
    if change is Change.EXACT and quantity.low < 0 and quantity.unit == "percent":
        change = Change.DOWN
    return {
        "start": quantity.start,
        "end": quantity.end,
        "surface": text[quantity.start : quantity.end],
        "value": value,
        "unit": record_unit(quantity),
        "change": change.value,
    }


def record_unit(quantity: Quantity) -> str:
    """The unit as a record names it: a counted noun keeps the words that belong to it."""
    if quantity.dimension == "count" and quantity.noun:
        return " ".join([*quantity.noun.split()[:-1], quantity.unit])
    return quantity.unit or "-"


def _write(path: Path, rows: Iterable[str]) -> None:
    """Writes beside the target first, so that a half-written file never carries its name."""
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=path.name, suffix=".part")
        with os.fdopen(handle, "w", encoding="utf-8") as out:
            out.writelines(row + "\n" for row in rows)
        Path(name).replace(path)
    except OSError as error:
        raise OutputError(f"cannot be written ({error.strerror})", str(path), "choose another place") from error
