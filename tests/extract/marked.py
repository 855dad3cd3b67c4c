"""Sentences whose values stand in square brackets, and the lines that their claims are written as."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

from pipeline.model import Claim, DateValue, NumberValue

_MARK = re.compile(r"\[([^\]]*)\]")


def cases(name: str) -> list[dict[str, Any]]:
    """The cases of a data file of this folder."""
    return tomllib.loads((Path(__file__).parent / name).read_text(encoding="utf-8"))["case"]


def unmarked(text: str) -> tuple[str, list[str]]:
    """The sentence without its brackets, and what stood in them."""
    return _MARK.sub(r"\1", text), _MARK.findall(text)


def written(claim: Claim, qualifier: str) -> str:
    """A claim as subject | attribute | value, with one qualifier behind it where the claim has it."""
    value = claim.value
    if isinstance(value, DateValue):
        said = f"{value.date_start} … {value.date_end}"
    else:
        assert isinstance(value, NumberValue)
        sign = "> " if value.high is None else "< " if value.low is None else ""
        ends = dict.fromkeys(
            f"{end:.10f}".rstrip("0").rstrip(".") for end in (value.low, value.high) if end is not None
        )
        said = f"{sign}{' … '.join(ends)} {value.unit}"
    parts = [claim.subject, claim.attribute, said, claim.qualifiers.get(qualifier, "")]
    return " | ".join(part for part in parts if part)
