"""The incremental run of an output folder: what is new is read, the store remembers it, the table follows.
Start at ``ledger``; ``intake`` says what is new, ``visits`` what is fetched, ``stamps`` what has to be read again.
"""

from pipeline.ledger.ledger import Ledger
from pipeline.ledger.report import RunReport
from pipeline.ledger.view import View

__all__ = ["Ledger", "RunReport", "View"]
