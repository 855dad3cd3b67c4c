"""``name_slip``: what it must see, and its false friends."""

from __future__ import annotations

from tests.fuse.suspects.batches import Case, claim, one, shared_specs

CASES: list[Case] = [
    (
        "two digits of a name swapped",
        lambda: [
            shared_specs("Halden M890", "a0"),
            shared_specs("Halden M890", "a1"),
            one(claim("Halden M980", "memory_capacity", "144 GB"), name="a2"),
        ],
        {("name_slip", "warning", "a2-0", "Halden M890")},
    ),
    (
        "a slip of an article that credits somebody else",
        lambda: [
            shared_specs("Halden M890", "a0"),
            shared_specs("Halden M890", "a1"),
            one(
                claim("Halden M892", "memory_capacity", "144 GB", attribution="Ada Moor"),
                claim("Halden M892", "tdp", "560 W"),
                name="a2",
            ),
        ],
        {("name_slip", "warning", "a2-0", "Halden M890"), ("name_slip", "warning", "a2-1", "Halden M890")},
    ),
    (
        "a sibling with one value in common",
        lambda: [
            shared_specs("Halden M890", "a0"),
            shared_specs("Halden M890", "a1"),
            one(claim("Halden M990", "memory_capacity", "144 GB"), claim("Halden M990", "tdp", "900 W"), name="a2"),
        ],
        set(),
    ),
    (
        "a slip that was read under the right name",
        lambda: [
            one(
                claim("Halden M890", "memory_capacity", "144 GB", "The M980 has [144 GB]."),
                claim("Halden M890", "tdp", "560 W", "The M890 draws [560 W]."),
            ).say("The M890 is here.")
        ],
        {("name_slip", "warning", "M980", "Halden M890")},
    ),
    (
        "a sibling in the words that somebody bears",
        lambda: [
            one(claim("Halden M890", "memory_capacity", "144 GB", "The M890 has [144 GB].")).say("No M980 has it."),
            one(claim("Halden M980", "tdp", "900 W"), name="a1"),
        ],
        set(),
    ),
    (
        "two names that one origin each has are two things",
        lambda: [shared_specs("Halden M890WF", "a0"), shared_specs("Halden M890AF", "a1")],
        set(),
    ),
    (
        "a known name is no slip",
        lambda: [
            one(claim("Nvidia H100", "memory_capacity", "80 GB"), claim("Nvidia H100", "tdp", "700 W")),
            one(claim("Nvidia H100", "memory_capacity", "80 GB"), claim("Nvidia H100", "tdp", "700 W"), name="a1"),
            one(claim("Nvidia H200", "memory_capacity", "80 GB"), claim("Nvidia H200", "tdp", "700 W"), name="a2"),
        ],
        set(),
    ),
    (
        "a letter in place of a digit is another name",
        lambda: [
            shared_specs("MacBook Pro M4", "a0"),
            shared_specs("MacBook Pro M4", "a1"),
            shared_specs("MacBook Pro 14", "a2"),
        ],
        set(),
    ),
]
