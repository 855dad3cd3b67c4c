"""What could not be read and stands in the table: until its source is read again and has it no more, or is gone.
Rows of what nobody can mend any longer would only hide those that matter.
"""

from __future__ import annotations

from pathlib import Path

from pipeline.ledger.intake import Intake
from pipeline.ledger.visits import Visits
from pipeline.store import Store

_FILE = "file:"


class Standing:
    """The refusals and rejected documents of earlier runs, and what becomes of them in this one."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._refused = store.refusals.sources()
        self._documents = store.articles.rejected_documents(_FILE)
        self._awaited = self._refused.union(map(_source, self._documents))
        self._opened: set[str] = set()

    def opened(self, source: str) -> None:
        """A file was looked into; only those of which something stands are kept in mind."""
        if source in self._awaited:
            self._opened.add(source)

    def settle(self, intake: Intake, visits: Visits) -> None:
        """Forget what did not come again though its source did, and what lies in files that are there no more; note
        what was refused now. Call inside a transaction, when all inputs are through.
        """
        for key in self._documents:
            if not intake.saw(key) and (_source(key) in self._opened or _is_gone(key)):
                self._store.articles.drop_rejected(key)
        gone = {source for source in self._refused if _is_gone(source)}
        self._store.refusals.put(intake.refused, self._opened | visits.opened | gone)


def _source(key: str) -> str:
    """The file in which a document lies, or that it is."""
    return key.rpartition("#")[0] or key


def _is_gone(key: str) -> bool:
    """Whether a document or source was a file, and that is there no more."""
    if not key.startswith(_FILE):
        return False
    return not any(Path(name.removeprefix(_FILE)).exists() for name in (key, _source(key)))
