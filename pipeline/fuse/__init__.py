"""Claims of many articles become one knowledge table: cells, verdicts over independent origins, and likely errors.
Start at :func:`build_table`; the order of reading is table, opened, material, origins, observe, compare, judge, cells,
rows, suspect.
"""

from pipeline.fuse.opened import OpenTable, digest
from pipeline.fuse.table import build_table

__all__ = ["OpenTable", "build_table", "digest"]
