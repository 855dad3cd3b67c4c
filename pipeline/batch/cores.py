"""How many cores this process may use: the machine's, less what the system keeps from it.
Containers often show all cores of their host and grant a few; starting one process a shown core would only cost memory.
"""

from __future__ import annotations

import math
import os
from pathlib import Path

_QUOTA = Path("/sys/fs/cgroup/cpu.max")
"""Microseconds of CPU granted, and in how many; "max" where nothing is kept back. Linux only."""


def cores(quota: Path = _QUOTA) -> int:
    """The number of processes that can run at once here; at least 1.

    >>> cores() >= 1
    True
    """
    known = hasattr(os, "sched_getaffinity")
    count = len(os.sched_getaffinity(0)) if known else os.cpu_count() or 1
    return max(1, min(count, _granted(quota)))


def _granted(quota: Path) -> int:
    """The container's share in whole cores, rounded up; very many where there is none."""
    try:
        share, period = quota.read_text().split()
        return math.ceil(int(share) / int(period))
    except (OSError, ValueError, ZeroDivisionError):
        return 1 << 20
