"""The common base of all types that cross a package border: frozen, closed to unknown fields, comparable by value.
Frozen types can be shared between steps and processes without anyone changing them behind another's back.
"""

from __future__ import annotations

from functools import cache
from typing import Any, Self

from pydantic import BaseModel, ConfigDict


class Frozen(BaseModel):
    """An immutable record whose unknown fields are errors."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    @classmethod
    def trusted(cls, **fields: Any) -> Self:
        """A record of fields that were validated before, all of them given: nothing is checked, for it is made a
        million times.
        """
        made = cls.__new__(cls)
        object.__setattr__(made, "__dict__", fields)
        object.__setattr__(made, "__pydantic_fields_set__", _names_of(cls))
        object.__setattr__(made, "__pydantic_extra__", None)
        object.__setattr__(made, "__pydantic_private__", None)
        return made


@cache
def _names_of(model: type[BaseModel]) -> set[str]:
    """The names of a type's fields, one set for all its records."""
    return set(model.__pydantic_fields__)


class Span(Frozen):
    """A stretch of an article's text: ``text[start:end]``, in characters of the extracted text."""

    start: int
    end: int
