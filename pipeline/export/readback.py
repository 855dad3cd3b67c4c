"""Reads the folder of a run back, for the commands that show and explain what a run found.
Only files that :func:`pipeline.export.write_run` wrote; anything else is refused in words.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from pipeline.errors import OutputError
from pipeline.export.records import ARTICLES, Record
from pipeline.model import ArticleRow, Cell, Claim, Flag

Row = TypeVar("Row")

_STEERING = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")

VIEW = ("since", "subject", "min_origins", "min_confidence")
"""What the record of a run says of the part of the table that it wrote."""

REMEDY = "write the folder anew with: specledger run INPUT… -o"


class RunFolder:
    """What one run left in ``folder``. Files are read when first asked for.

    Raises OutputError where a file is missing or was not written by a run.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        if folder.exists() and not folder.is_dir():
            raise OutputError("is a file, not a folder", str(folder), "name the folder of a run with -o")
        if not (folder / "cells.jsonl").is_file():
            raise OutputError("holds no results of a run", str(folder), f"{REMEDY} {folder}")

    @cached_property
    def view(self) -> dict[str, str]:
        """The options of the run that wrote only a part of the table, with their values; empty where all is there."""
        try:
            record = json.loads((self.folder / "run.json").read_text(encoding="utf-8"))
            return {key: str(_harmless(record[key])) for key in VIEW if record.get(key)}
        except (OSError, ValueError, AttributeError):
            return {}

    @cached_property
    def cells(self) -> tuple[Cell, ...]:
        """All cells, in the order of ``knowledge.csv``."""
        return self._lines("cells.jsonl", Cell.model_validate)

    @cached_property
    def claims(self) -> dict[str, Claim]:
        """All claims by id, in the order of ``claims.jsonl``."""
        return {claim.id: claim for claim in self._lines("claims.jsonl", Claim.model_validate)}

    @cached_property
    def texts(self) -> dict[str, str]:
        """The extracted text of each article, by the article's name."""
        return dict(self._lines("texts.jsonl", lambda record: (record["article"], record["text"])))

    @cached_property
    def flags(self) -> tuple[Flag, ...]:
        """All flags, in the order of ``flags.csv``."""
        fields = set(Flag.model_fields)
        return self._rows("flags.csv", lambda row: Flag.model_validate({k: v for k, v in row.items() if k in fields}))

    @cached_property
    def articles(self) -> tuple[ArticleRow, ...]:
        """One row an input, in the order of ``articles.csv``."""
        return self._rows("articles.csv", lambda row: ArticleRow.model_validate({k: row[k] for k in ARTICLES}))

    def _lines(self, name: str, parse: Callable[[Record], Row]) -> tuple[Row, ...]:
        rows = []
        for number, line in enumerate(self._text(name).split("\n"), 1):
            if line:
                try:
                    rows.append(parse(_harmless(json.loads(line))))
                except (ValueError, KeyError, TypeError) as error:
                    raise self._foreign(name, number, error) from error
        return tuple(rows)

    def _rows(self, name: str, parse: Callable[[dict[str, Any]], Row]) -> tuple[Row, ...]:
        rows = []
        for number, row in enumerate(csv.DictReader(self._text(name).splitlines()), 2):
            try:
                rows.append(parse({key: _bare(value) for key, value in row.items()}))
            except (ValueError, KeyError, TypeError) as error:
                raise self._foreign(name, number, error) from error
        return tuple(rows)

    def _text(self, name: str) -> str:
        try:
            return (self.folder / name).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise OutputError(
                f"cannot be read ({error})", str(self.folder / name), f"{REMEDY} {self.folder}"
            ) from error

    def _foreign(self, name: str, number: int, error: Exception) -> OutputError:
        why = error.errors()[0]["msg"] if isinstance(error, ValidationError) else f"{type(error).__name__}: {error}"
        where = f"{self.folder / name} line {number}"
        return OutputError(f"is not what a run writes ({why})", where, f"{REMEDY} {self.folder}")


def _harmless(value: Any) -> Any:
    """The same data without characters that steer a terminal, each replaced by one so that offsets hold."""
    if isinstance(value, str):
        return _STEERING.sub("\ufffd", value)
    if isinstance(value, list):
        return [_harmless(item) for item in value]
    return {key: _harmless(item) for key, item in value.items()} if isinstance(value, dict) else value


def _bare(value: str) -> str:
    """A CSV cell without the mark that keeps spreadsheets from running it."""
    return value[1:] if value.startswith("'") else value
