"""All rules of a rulebook in one list, whatever file kind and table they stand in.
Found by walking the typed sections, so that a new kind of rule is listed without a word here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from pipeline.rulebook import Rule, Rulebook


@dataclass(frozen=True)
class Entry:
    """One rule, and the section it stands in (``names``, ``cues.modality`` …)."""

    section: str
    rule: Rule

    def record(self) -> dict[str, Any]:
        """The rule as plain data, its section first."""
        return {"section": self.section, **self.rule.model_dump(mode="json")}


class RuleIndex:
    """Every rule of ``book`` that has an id, and what each id stands for."""

    def __init__(self, book: Rulebook) -> None:
        #: Every rule with an id, section by section, in file order.
        self.entries = [e for field in type(book).model_fields for e in _walk(getattr(book, field), field)]
        self._of_id: dict[str, list[Entry]] = {}
        for entry in self.entries:
            self._of_id.setdefault(entry.rule.id, []).append(entry)
        self._prefixes = {prefix.id: Entry("explanations.prefix", prefix) for prefix in book.explanations.prefix}

    def explaining(self, ident: str) -> list[Entry]:
        """What explains an id that claims or flags cite: the rule of that id, or its prefix and the rule behind it.

        ``name.nvidia-h200`` is the rule ``nvidia-h200`` of rules/names, used as the prefix ``name`` says. Nothing where
        the id is unknown.
        """
        chosen: list[Entry] = []
        while ident not in self._of_id:
            head, _, ident = ident.partition(".")
            if head not in self._prefixes or not ident:
                return []
            chosen.append(self._prefixes[head])
        return [*chosen, *self._of_id[ident]]


def _walk(value: Any, section: str) -> Iterator[Entry]:
    if isinstance(value, Rule):
        yield Entry(section, value)
    elif isinstance(value, BaseModel):
        for field in type(value).model_fields:
            yield from _walk(getattr(value, field), f"{section}.{field}")
    elif isinstance(value, tuple | list):
        for item in value:
            yield from _walk(item, section)
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _walk(item, f"{section}.{key}")
