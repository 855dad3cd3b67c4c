"""Records as CSV, Parquet and JSON Lines, safe to open in a spreadsheet and the same bytes on every run.
The only door to pandas.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterable, Sequence
from importlib.util import find_spec
from typing import Any

from pipeline.errors import OutputError
from pipeline.export.records import Record

FORMULA_STARTS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
"""A cell that starts like this is run as a formula by some spreadsheet; the wide forms by those set to Japanese."""

PARQUET_REMEDY = "pip install pyarrow, or leave --parquet out"

_JSON = json.JSONEncoder(ensure_ascii=False, allow_nan=False, check_circular=False)
_NUMBER = re.compile(r"[-+]?[0-9]+(?:[.,][0-9]+)*")
_QUOTE, _TWO_QUOTES = '"', '""'
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]+")


def guard(text: str) -> str:
    """A text that no spreadsheet takes for a formula; plain numbers stay as they are, control characters go.

    >>> guard("=HYPERLINK(1)"), guard("-5"), guard("-5 GB"), guard("~5 GB"), guard("a" + chr(9) + "b")
    ("'=HYPERLINK(1)", '-5', "'-5 GB", '~5 GB', 'a b')
    """
    if not text or (text[0].isalnum() and text.isprintable()):
        return text
    start_is_control = bool(_CONTROL.match(text))
    text = _CONTROL.sub(" ", text)
    bare = text.strip()
    if _NUMBER.fullmatch(bare):
        return text
    return f"'{text}" if start_is_control or bare.startswith(FORMULA_STARTS) else text


class CsvLines:
    """Records as lines of CSV: a header first, Unix line ends, empty cells for what is not known."""

    def __init__(self, columns: Sequence[str]) -> None:
        self._columns = columns

    def header(self) -> str:
        """The names of the columns."""
        return csv_line(self._columns)

    def line(self, row: Record) -> str:
        """One record."""
        return csv_line(map(row.__getitem__, self._columns))


def csv_line(cells: Iterable[Any]) -> str:
    """Cells as a line of CSV. There are millions of them, most of them plain: the csv module takes twice the time, and
    a test holds the two against each other.

    >>> print(csv_line(["K7", None, 144, 'an "AI" chip', "=1+1"]), end="")
    K7,,144,"an ""AI"" chip",'=1+1
    """
    return f"{','.join([csv_cell(cell) for cell in cells])}\n"


def csv_cell(cell: object) -> str:
    """One cell of such a line."""
    if not isinstance(cell, str):
        return "" if cell is None else str(cell)
    text = guard(cell)
    return f'"{text.replace(_QUOTE, _TWO_QUOTES)}"' if _QUOTE in text or "," in text else text


def need_parquet() -> None:
    """Raises OutputError where Parquet cannot be written here; asked before the work, not after it."""
    if find_spec("pyarrow") is None:
        raise OutputError("Parquet needs pyarrow, which is not installed", remedy=PARQUET_REMEDY)


def to_parquet(rows: Iterable[Record], columns: Sequence[str]) -> bytes:
    """Parquet; needs the ``parquet`` extra and raises OutputError without it. Nothing is guarded: it runs nothing."""
    import pandas as pd

    buffer = io.BytesIO()
    try:
        pd.DataFrame(list(rows), columns=list(columns)).to_parquet(buffer, index=False)
    except ImportError as error:
        raise OutputError(f"Parquet needs pyarrow, which cannot be used ({error})", remedy=PARQUET_REMEDY) from error
    return buffer.getvalue()


def to_json(thing: Any) -> str:
    """Compact JSON, characters as they are."""
    return _JSON.encode(thing)


def json_line(record: Record) -> str:
    """One JSON object as a line."""
    return f"{_JSON.encode(record)}\n"
