"""``unit_slip``: what it must see, and its false friends."""

from __future__ import annotations

from tests.fuse.suspects.batches import Case, claim, each, one

CASES: list[Case] = [
    (
        "bits among bytes, one origin against one: the unit that is not the attribute's own",
        lambda: each("interconnect_bandwidth", "800 GB/s", "800 Gb/s"),
        {("unit_slip", "warning", "a1-0", "800 GB/s")},
    ),
    (
        "gigabytes for terabytes against two",
        lambda: each("memory_bandwidth", "4.8 TB/s", "4.8 TB/s", "4.8 GB/s"),
        {("unit_slip", "error", "a2-0", "4.8 TB/s")},
    ),
    (
        "two links that share digits",
        lambda: [
            one(claim("K7", "interconnect_bandwidth", "400 GB/s", qualifiers={"link": "NVLink"})),
            one(claim("K7", "interconnect_bandwidth", "400 Gb/s", qualifiers={"link": "Ethernet"}), name="a1"),
        ],
        set(),
    ),
    (
        "bits are what others have under this condition",
        lambda: [
            *each("interconnect_bandwidth", "200 GB/s", "200 Gb/s", qualifiers={"link": "Ethernet"}),
            *each("interconnect_bandwidth", "100 Gb/s", subject="K5", qualifiers={"link": "Ethernet"}),
        ],
        {("unit_slip", "warning", "a0-0", "200 Gb/s")},
    ),
    (
        "a prefix aside, the unit is the attribute's own",
        lambda: each("memory_bandwidth", "21 Pb/s", "21 PB/s"),
        {("unit_slip", "warning", "a0-0", "21 PB/s")},
    ),
    ("the same value in two units", lambda: each("memory_bandwidth", "4.8 TB/s", "4800 GB/s"), set()),
    ("one digit proves nothing", lambda: each("memory_capacity", "8 GB", "8 TB"), set()),
]
