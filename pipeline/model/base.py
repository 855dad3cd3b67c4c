"""The common base of all types that cross a package border: frozen, closed to unknown fields, comparable by value.
Frozen types can be shared between steps and processes without anyone changing them behind another's back.
"""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Frozen(BaseModel):
    """An immutable record whose unknown fields are errors."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Span(Frozen):
    """A stretch of an article's text: ``text[start:end]``, in characters of the extracted text."""

    start: int
    end: int
