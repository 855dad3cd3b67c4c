"""``attribute_confusion``: what it must see, and its false friends."""

from __future__ import annotations

from tests.fuse.suspects.batches import Case, claim, each, one

CASES: list[Case] = [
    (
        "memory bandwidth here, link bandwidth there",
        lambda: [
            *each("interconnect_bandwidth", "800 GB/s", "800 GB/s"),
            one(claim("K7", "memory_bandwidth", "800 GB/s"), name="a2"),
        ],
        {("attribute_confusion", "warning", "a2-0", "800 GB/s interconnect bandwidth")},
    ),
    (
        "two origins for each",
        lambda: [
            *each("interconnect_bandwidth", "800 GB/s", "800 GB/s"),
            one(claim("K7", "memory_bandwidth", "800 GB/s"), name="a2"),
            one(claim("K7", "memory_bandwidth", "800 GB/s"), name="a3"),
        ],
        set(),
    ),
]
