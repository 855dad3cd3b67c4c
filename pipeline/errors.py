"""One tree of errors; every message says what, where, what was expected and what to do.
Catch the root to catch them all.

::

    SpecledgerError
    ├── InputError          an article, feed or file that cannot be read   (the batch goes on)
    │   ├── EmptyInput      nothing to read in it
    │   └── UnsupportedInput  a kind of input nobody here can read
    ├── FetchError          an address that could not be fetched, or not now; says which
    ├── RuleError           rule files that cannot be used; lists every problem found
    ├── UnitError           a unit name that rules/units.txt does not define, or two that do not convert
    ├── GoldError           a gold corpus that breaks its own format
    ├── OutputError         results that cannot be written
    └── StoreError          the store of an output folder that cannot be used: locked, damaged, of a newer program
"""

from __future__ import annotations

from collections.abc import Callable, Iterable


class SpecledgerError(Exception):
    """Root of all errors raised on purpose.

    ``what`` went wrong, ``where`` (a file, URL, rule id), and the ``remedy``: what the reader can do now. The fields
    survive pickling, so that workers can send errors home.

    >>> print(SpecledgerError("no such unit", where="rules/units.toml", remedy="define it in rules/units.txt"))
    rules/units.toml: no such unit; define it in rules/units.txt
    """

    def __init__(self, what: str, where: str = "", remedy: str = "") -> None:
        super().__init__(what, where, remedy)
        self.what = what
        self.where = where
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.where}: {self.advice}" if self.where else self.advice

    @property
    def advice(self) -> str:
        """What went wrong and what to do, without the place: for a line that names the place already."""
        return f"{self.what}; {self.remedy}" if self.remedy else self.what


class InputError(SpecledgerError):
    """One input that cannot be read; the rest of a batch goes on."""


class EmptyInput(InputError):
    """An input without a word to read."""


class UnsupportedInput(InputError):
    """A kind of input that no reader here understands."""


class FetchError(SpecledgerError):
    """An address that gave nothing to read.

    ``url`` as asked, ``status`` of the answer (0 where there was none), ``kind`` in one word ("robots", "too-large",
    "timeout" …, the table stands in docs/operations.md), ``retry_after`` in seconds where the server named a time,
    ``permanent`` where asking again soon would give the same.

    >>> str(FetchError("the server says 404", "https://chips.example/a", kind="status", status=404, permanent=True))
    'https://chips.example/a: the server says 404'
    """

    def __init__(
        self,
        what: str,
        url: str,
        *,
        kind: str,
        where: str = "",
        remedy: str = "",
        status: int = 0,
        retry_after: float | None = None,
        permanent: bool = False,
    ) -> None:
        super().__init__(what, where or url, remedy)
        self.url = url
        self.kind = kind
        self.status = status
        self.retry_after = retry_after
        self.permanent = permanent

    def __reduce__(self) -> tuple[Callable[..., FetchError], tuple[str, str], dict[str, object]]:
        return (_bare_fetch_error, (self.what, self.url), self.__dict__)


def _bare_fetch_error(what: str, url: str) -> FetchError:
    """What pickle fills with the fields of the error that travelled."""
    return FetchError(what, url, kind="")


class UnitError(SpecledgerError):
    """A unit name that is not defined, or two units of different dimensions."""


class GoldError(SpecledgerError):
    """A gold corpus that breaks its own format."""


class OutputError(SpecledgerError):
    """Results that cannot be written."""


class StoreError(SpecledgerError):
    """The store of an output folder that cannot be used."""


class RuleError(SpecledgerError):
    """Rule files that cannot be used; ``problems`` holds every one, so that all can be mended in one go."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = tuple(problems)
        count = len(self.problems)
        noun = "problem" if count == 1 else "problems"
        super().__init__(f"{count} {noun} in the rules:\n  " + "\n  ".join(self.problems))

    def __reduce__(self) -> tuple[type[RuleError], tuple[tuple[str, ...]]]:
        return (RuleError, (self.problems,))
