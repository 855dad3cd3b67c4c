"""Finds rules whose regular expressions are none, before anything is built on them.
Patterns are compiled where they are first used; a user's folder is looked through when it is loaded, so that a slip in
it is told with file, rule and error.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pydantic import BaseModel

from pipeline.rulebook.attributes import Construction, Conversion, PeriodRule, TextValueRule
from pipeline.rulebook.sections import SECTIONS, Sections
from pipeline.rulebook.shapes import Shape
from pipeline.rulebook.syntax import WORD_CLASS, SyntaxRules

_VERBOSE = re.IGNORECASE | re.VERBOSE
_FIELDS: dict[type[BaseModel], tuple[str, ...]] = {
    TextValueRule: (
        "pattern",
        "names_pattern",
        "before",
        "after",
        "not_before",
        "not_after",
        "label",
        "owner_before",
        "owner_after",
        "with_number",
    ),
    Construction: ("before", "after"),
    Conversion: ("between",),
    PeriodRule: ("between", "barred", "lead", "tail"),
    Shape: ("pattern",),
}


def broken_expressions(rules: Sections) -> list[str]:
    """One sentence for each pattern that cannot be compiled or is not there: file, kind, rule, key, what is wrong."""
    found = []
    for place, written, flags in _expressions(rules):
        text = rules.syntax.spelled_out(written)
        if unknown := WORD_CLASS.search(text):
            found.append(f"{place}: {unknown[0]} is no word class; the known ones stand under [words] in syntax.toml")
            continue
        try:
            re.compile(text, flags)
        except (re.error, RecursionError, OverflowError) as error:
            found.append(f"{place}: not a regular expression ({error}); mend the pattern")
    known = {pattern.id for pattern in rules.syntax.pattern}
    for bar, name in rules.bars.unknown(known):
        found.append(f"bars.toml: bar: {bar!r}: no pattern of syntax.toml is called {name!r}; name one that is there")
    return found


def _expressions(rules: Sections) -> Iterator[tuple[str, str, int]]:
    for section in SECTIONS:
        content = getattr(rules, section.field)
        if isinstance(content, SyntaxRules):
            for name, words in content.words.items():
                yield f"{section.pattern}: words: {name}", f"(?:{words})", _VERBOSE
            for pattern in content.pattern:
                yield f"{section.pattern}: pattern: {pattern.id!r}: regex", pattern.regex, _VERBOSE
        elif not section.is_list:
            for kind, listed in content:
                for rule in listed if isinstance(listed, tuple) else ():
                    flags = _VERBOSE if isinstance(rule, PeriodRule) else re.IGNORECASE
                    for key in _FIELDS.get(type(rule), ()):
                        yield f"{section.pattern}: {kind}: {rule.id!r}: {key}", getattr(rule, key), flags
