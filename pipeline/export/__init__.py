"""A knowledge table as files: JSON Lines for programs, CSV for spreadsheets, one HTML page for people.
Start at :func:`write_run`, which writes all of them; :mod:`pipeline.export.records` says what a line holds.
"""

from pipeline.export.readback import RunFolder
from pipeline.export.run import FILES, write_run
from pipeline.export.written import Written, written

__all__ = ["FILES", "RunFolder", "Written", "write_run", "written"]
