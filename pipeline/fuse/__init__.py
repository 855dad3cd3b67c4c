"""Claims of many articles become one knowledge table: cells, verdicts over independent origins, and likely errors.
Start at :func:`build_table`; the order of reading is table, material, origins, observe, compare, judge, cells, suspect.
"""

from pipeline.fuse.table import build_table

__all__ = ["build_table"]
