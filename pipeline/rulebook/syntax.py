"""The schema of rules/syntax.toml: regular expressions over the words between and around mentions and values.
All that the extractor knows of English word order stands there, each pattern with examples that the tests run.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cached_property
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from pipeline.model import Frozen
from pipeline.rulebook.base import TextRule

_WholeWord = Annotated[str, StringConstraints(pattern=r"^\w+$")]  # as sentences are split, "today's" is two
WORD_CLASS = re.compile(r"\{([a-z][a-z0-9-]*)\}")
_LETTER = re.compile(r"\\.|\(\?P|[A-Z]", re.DOTALL)


class SyntaxPattern(TextRule):
    """One pattern. ``regex`` is verbose (white space does not count), case does not matter, ``{name}`` stands for the
    word class of that name. ``how`` it is applied: ``search`` anywhere, ``match`` from the start, ``fullmatch`` the
    whole stretch; the examples are such stretches. Of the whole words in ``needs``, and of the letters or signs in
    ``signs``, all in small letters, one stands in all that the pattern finds or just behind it, so that a text without
    them need not be searched.
    """

    regex: str
    needs: tuple[_WholeWord, ...] = ()
    signs: tuple[str, ...] = ()
    how: Literal["search", "match", "fullmatch"] = "search"


class SyntaxRules(Frozen):
    """The whole of rules/syntax.toml. ``words`` are classes of words, as alternatives of a regular expression."""

    words: dict[str, str] = {}
    pattern: tuple[SyntaxPattern, ...] = Field(default=())

    @cached_property
    def regex(self) -> Callable[[str], re.Pattern[str]]:
        """The compiled pattern of an id; KeyError where there is none. Asked a thousand times an article."""
        return _Kept(lambda name: re.compile(self._source(name), re.IGNORECASE | re.VERBOSE)).__getitem__

    @cached_property
    def lowered(self) -> Callable[[str], re.Pattern[str]]:
        """The same pattern for text in small letters, in which it finds things in half the time.

        KeyError also where case matters to the pattern.
        """
        return _Kept(self._small).__getitem__

    def _small(self, name: str) -> re.Pattern[str]:
        source = self._source(name)
        if "(?-i:" in source:
            raise KeyError(name)
        return re.compile(small(source), re.VERBOSE)

    def _source(self, name: str) -> str:
        return self.spelled_out(self._written[name])

    @cached_property
    def _written(self) -> dict[str, str]:
        return {pattern.id: pattern.regex for pattern in self.pattern}

    def spelled_out(self, regex: str) -> str:
        """A pattern with the word classes in it; a name in braces that is none stays as it is.

        >>> SyntaxRules(words={"size": "large|small", "kind": "{size}s?"}).spelled_out("{kind} chips{2}")
        '(?:(?:large|small)s?) chips{2}'
        """
        for _ in self.words:  # one in another, and so on; the end of one that holds itself
            shorter, regex = regex, WORD_CLASS.sub(lambda part: self._classes.get(part[1], part[0]), regex)
            if regex == shorter:
                break
        return regex

    @cached_property
    def _classes(self) -> dict[str, str]:
        return {name: f"(?:{words})" for name, words in self.words.items()}

    @cached_property
    def _needs(self) -> dict[str, frozenset[str]]:
        return {p.id: frozenset(p.needs) for p in self.pattern}

    def needs(self, name: str) -> frozenset[str]:
        """The words of which one stands in all that the pattern of that id finds; empty where it tells none."""
        return self._needs[name]

    def how(self, name: str) -> str:
        """How the pattern of that id is applied: ``search``, ``match`` or ``fullmatch``."""
        return next(p.how for p in self.pattern if p.id == name)

    def signs(self, name: str) -> tuple[str, ...]:
        """The letters or signs without one of which the pattern of that id finds nothing; empty where it tells none."""
        return next(p.signs for p in self.pattern if p.id == name)

    def word(self, name: str) -> str:
        """A word class as the inside of a regular expression."""
        return self.words[name]

    def listed(self, name: str) -> frozenset[str]:
        """The words of a class that is a plain list."""
        return frozenset(self.words[name].split("|"))


class _Kept(dict[str, re.Pattern[str]]):
    """Patterns by their id, made when they are first asked for: only some are, and few of them both ways."""

    def __init__(self, make: Callable[[str], re.Pattern[str]]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, name: str) -> re.Pattern[str]:
        made = self[name] = self._make(name)
        return made


def alternatives(words: Iterable[str]) -> str:
    r"""Words as the alternatives of a regular expression, the longest first.

    >>> print(alternatives(["chip", "chipset", "C++"]))
    chipset|chip|C\+\+
    """
    return "|".join(map(re.escape, sorted(words, key=lambda word: (-len(word), word))))


def small(pattern: str) -> str:
    """A regular expression with its letters small, its escapes and groups as they are."""
    return _LETTER.sub(lambda part: part[0].lower() if len(part[0]) == 1 else part[0], pattern)
