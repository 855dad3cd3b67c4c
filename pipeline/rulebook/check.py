"""Turns raw rule data into typed rules and every mistake into a sentence that names file, id, key and remedy.
Nothing is raised here: all problems of all files are collected first, so that they can be mended in one go.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

T = TypeVar("T", bound=BaseModel)


def parse(
    schema: type[T],
    data: dict[str, Any],
    where: str,
    problems: list[str],
    files: Mapping[tuple[str, str], str] = MappingProxyType({}),
) -> T | None:
    """``data`` as ``schema``; None, with its problems added to ``problems``, where that cannot be.

    ``files`` says which file a record (by its list and id) or key (by its table) came from; ``where`` names the rest.
    """
    try:
        return schema.model_validate(data)
    except ValidationError as error:
        for detail in error.errors():
            problems.append(describe(detail, data, _file_of(detail["loc"], data, files) or where, schema))
        return None


def describe(detail: ErrorDetails, data: Any, where: str, schema: type[BaseModel]) -> str:
    """One pydantic error as a sentence: where it stands, what is wrong, what to do."""
    place = [where, *_path(detail["loc"], data)]
    key = str(detail["loc"][-1]) if detail["loc"] else ""
    kind = detail["type"]
    if kind == "extra_forbidden":
        return f"{': '.join(place[:-1])}: unknown key {key!r}{_did_you_mean(key, detail['loc'], schema)}"
    if kind == "missing":
        return f"{': '.join(place[:-1])}: the key {key!r} is missing; add it"
    return f"{': '.join(place)}: {detail['msg'].lower()}, found {detail['input']!r}"


def _file_of(location: Sequence[int | str], data: Any, files: Mapping[tuple[str, str], str]) -> str:
    """The file that the part at a location came from; empty where none is known."""
    if not location:
        return ""
    first, second = str(location[0]), location[1] if len(location) > 1 else ""
    if isinstance(second, int):
        records = data.get(first) if isinstance(data, dict) else None
        record = records[second] if isinstance(records, (list, tuple)) and second < len(records) else None
        second = record.get("id", "") if isinstance(record, dict) else ""
    return files.get((first, str(second))) or files.get((first, ""), "")


def _path(location: Sequence[int | str], data: Any) -> list[str]:
    """A location as people name it: list positions become the ids that stand there."""
    names: list[str] = []
    for step in location:
        if isinstance(step, int):
            data = data[step] if isinstance(data, (list, tuple)) and step < len(data) else None
            name = data.get("id") if isinstance(data, dict) else None
            names.append(f"{name!r}" if name else f"entry {step + 1}")
        else:
            data = data.get(step) if isinstance(data, dict) else None
            names.append(str(step))
    return names


def _did_you_mean(key: str, location: Sequence[int | str], schema: type[BaseModel]) -> str:
    """The nearest known key, looked up in the model that the location leads to; all known keys where none is near."""
    model: Any = schema
    for step in location[:-1]:
        if isinstance(step, str) and isinstance(model, type) and issubclass(model, BaseModel):
            field = model.model_fields.get(step)
            model = _inner_model(field.annotation) if field else None
    if not (isinstance(model, type) and issubclass(model, BaseModel)):
        return ""
    known = list(model.model_fields)
    near = difflib.get_close_matches(key, known, n=1)
    return f" (did you mean {near[0]!r}?)" if near else f"; known keys: {', '.join(known)}"


def _inner_model(annotation: Any) -> Any:
    """The model inside ``tuple[Model, ...]``, ``dict[str, Model]`` or ``Model | None``."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for argument in getattr(annotation, "__args__", ()):
        found = _inner_model(argument)
        if found is not None:
            return found
    return None
