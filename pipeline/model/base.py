"""The common base of all types that cross a package border: frozen, closed to unknown fields, comparable by value.
Frozen types can be shared between steps and processes without anyone changing them behind another's back.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, Self, TypeVar

from pydantic import BaseModel, ConfigDict


class Frozen(BaseModel):
    """An immutable record whose unknown fields are errors."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    @classmethod
    def trusted(cls, **fields: Any) -> Self:
        """A record of fields that were validated before, all of them given: nothing is checked, for it is made a
        million times.
        """
        return _made(cls, fields)

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """A copy with some fields changed. What was worked out of the old ones is left behind."""
        made = super().model_copy(update=update, deep=deep)
        known, held = type(self).__pydantic_fields__, made.__dict__
        if len(held) > len(known):
            for name in held.keys() - known.keys():
                del held[name]
        return made

    def __reduce__(self) -> tuple[Callable[..., Self], tuple[object, ...]]:
        """Between processes a record travels as the bare values of its fields, in half the time that pydantic takes.

        What was worked out of them is left behind.
        """
        return _arrived, (type(self), *map(self.__dict__.__getitem__, _order_of(type(self))))


F = TypeVar("F", bound=Frozen)
_set = object.__setattr__


def _made(model: type[F], fields: dict[str, Any]) -> F:
    made = model.__new__(model)
    _set(made, "__dict__", fields)
    _set(made, "__pydantic_fields_set__", _names_of(model))
    _set(made, "__pydantic_extra__", None)
    _set(made, "__pydantic_private__", None)
    return made


def _arrived(model: type[F], *values: object) -> F:
    return _made(model, dict(zip(_order_of(model), values, strict=True)))


@cache
def _order_of(model: type[BaseModel]) -> tuple[str, ...]:
    """The names of a type's fields in their order."""
    return tuple(model.__pydantic_fields__)


@cache
def _names_of(model: type[BaseModel]) -> set[str]:
    """The names of a type's fields, one set for all its records."""
    return set(model.__pydantic_fields__)


class Span(Frozen):
    """A stretch of an article's text: ``text[start:end]``, in characters of the extracted text."""

    start: int
    end: int
