"""Loads rules/ into one frozen, validated Rulebook, or reports every mistake in it at once.
Everything that knows something about chips, units, words or thresholds gets it from here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from pipeline.errors import RuleError
from pipeline.rulebook.check import parse
from pipeline.rulebook.expressions import broken_expressions
from pipeline.rulebook.files import Record, fingerprint, merge_records, overlay, read_jsonl, read_toml, shipped_rules
from pipeline.rulebook.sections import SECTIONS, Section, Sections
from pipeline.rulebook.undisturbed import undisturbed
from pipeline.units import UnitSystem


class Rulebook(Sections):
    """All rules, typed; ``fingerprint`` identifies exactly these, ``folders`` says where they lie."""

    fingerprint: str
    folders: tuple[Path, ...]

    @property
    def units_file(self) -> Path:
        """The file of unit definitions in pint's syntax; a user folder may bring its own whole file."""
        return next(f / "units.txt" for f in reversed(self.folders) if (f / "units.txt").is_file())

    @cached_property
    def called(self) -> frozenset[str]:
        """The designs that the press calls products by: "Lunar Lake" is a line of chips to it."""
        return frozenset(n.name for n in self.names if n.products)

    @cached_property
    def carriers(self) -> Mapping[str, tuple[str, ...]]:
        """The types of thing that carry each attribute, best first: its own, or those of its group."""
        groups = {g.id: g.subjects for g in self.cues.group}
        return {a.id: a.subjects or groups.get(a.group, ()) for a in self.attributes.attribute}

    @cached_property
    def kinds(self) -> Mapping[str, str]:
        """The type of thing that each common noun for a thing names first of all: "GPU" a chip, "laptop" a device."""
        defining = {noun.lower(): kind for kind, nouns in self.shapes.defining.items() for noun in nouns}
        return {h.noun.lower(): h.types[0] for h in self.cues.head} | defining

    @cached_property
    def kind_words(self) -> frozenset[str]:
        """All those common nouns, also as plurals: they name no thing of their own."""
        return frozenset(form for noun in self.kinds for form in (noun, f"{noun}s"))

    @cached_property
    def unit_system(self) -> UnitSystem:
        """Conversions between the units of these rules, a user's among them; what uses one rulebook shares it, as
        building pint's registry takes a tenth of a second.
        """
        return UnitSystem(self.units_file, self.units.names)


@lru_cache(maxsize=4)
@undisturbed()
def load(*extra: Path) -> Rulebook:
    """The shipped rules, with the rules of each ``extra`` folder laid over them (same id: replaced; new id: added).

    Raises RuleError with one line a problem.

    >>> load().fingerprint == load().fingerprint
    True
    """
    folders = (shipped_rules(), *extra)
    problems = [
        f"{folder}: not a folder; --rules takes a folder of rule files" for folder in extra if not folder.is_dir()
    ]
    content = {section.field: _read(section, folders, problems) for section in SECTIONS}
    _unknown_files(folders, problems)
    if problems:
        raise RuleError(problems)
    book = Rulebook(**content, fingerprint=fingerprint(folders), folders=folders)
    return proven(book) if extra else book


def proven(book: Rulebook) -> Rulebook:
    """The same rules, where all their patterns are regular expressions; RuleError where some are not. The shipped ones
    are known to be.
    """
    problems = broken_expressions(book)
    if problems:
        raise RuleError(problems)
    return book


def _read(section: Section, folders: tuple[Path, ...], problems: list[str]) -> Any:
    """One section from all folders, merged and typed."""
    if section.is_list:
        records: list[Record] = []
        for folder in folders:
            layer = [r for path in sorted(folder.glob(section.pattern)) for r in read_jsonl(path, problems)]
            _repeated(layer, section.pattern, problems)
            records = merge_records(records, layer)
        places = [str(record.pop("@")) for record in records]
        try:  # all in one go, which takes a third of the time; one by one only to say what is wrong where
            return TypeAdapter(tuple[section.schema, ...]).validate_python(records)  # type: ignore[name-defined]
        except ValidationError:
            named = ((f"{p}: {r['id']!r}" if r.get("id") else p, r) for p, r in zip(places, records, strict=True))
            typed = [parse(section.schema, record, where, problems) for where, record in named]
        return tuple(item for item in typed if item is not None)
    data: Record = {}
    files: dict[tuple[str, str], str] = {}
    for folder in folders:
        for path in sorted(folder.glob(section.pattern)):
            layer_data = read_toml(path, problems)
            for key, value in layer_data.items():
                if isinstance(value, list):
                    _repeated(value, path.name, problems)
                files.update(dict.fromkeys(_parts(key, value), str(path.relative_to(folder))))
            data = overlay(data, layer_data)
    return parse(section.schema, data, section.pattern, problems, files)


def _parts(key: str, value: Any) -> list[tuple[str, str]]:
    """The parts of a file that another file can replace one by one: a record by its id, a key of a table, a key."""
    if isinstance(value, dict):
        return [(key, str(name)) for name in value] + [(key, "")]
    if isinstance(value, list):
        return [(key, str(r["id"])) for r in value if isinstance(r, dict) and "id" in r] + [(key, "")]
    return [(key, "")]


def _repeated(records: list[Any], where: str, problems: list[str]) -> None:
    """Two rules of one id in one layer would silently replace each other: say so instead."""
    ids = Counter(r["id"] for r in records if isinstance(r, dict) and isinstance(r.get("id"), str))
    problems.extend(
        f"{where}: the id {name!r} stands {n} times; give each rule its own" for name, n in ids.items() if n > 1
    )


def _unknown_files(folders: tuple[Path, ...], problems: list[str]) -> None:
    """A misspelt file name would be ignored in silence, which is worse than an error."""
    for folder in folders:
        known = {path for section in SECTIONS for path in folder.glob(section.pattern)} | {folder / "units.txt"}
        for path in sorted(folder.rglob("*")):
            if path.suffix in {".toml", ".jsonl", ".txt"} and path not in known:
                patterns = ", ".join(section.pattern for section in SECTIONS)
                problems.append(
                    f"{path.relative_to(folder)}: no rule file of that name is known; expected one of {patterns}"
                )
