"""What an article says twice is one claim, unless it is said under two conditions or by two voices."""

from __future__ import annotations

import pytest


def told(claims_of, text, attribute):
    return [(c.qualifiers, c.attribution) for c in claims_of(text) if c.attribute == attribute]


@pytest.mark.parametrize(
    ("text", "attribute", "number"),
    [
        (
            "The Nvidia H200 has 141 GB of memory. It costs a lot. The Nvidia H200 has 141 GB of memory.",
            "memory_capacity",
            1,
        ),
        ("According to Nvidia, the Nvidia H200 draws 700 W. The Nvidia H200 draws 700 W.", "tdp", 1),
        (
            "According to Nvidia, the Nvidia H200 draws 700 W.\n\nIn our tests, the Nvidia H200 drew 700 W of power.",
            "tdp",
            2,
        ),
        (
            "According to Nvidia, the Nvidia H200 draws 700 W.\n\nIn our tests, the Nvidia H200 drew 690 W of power.",
            "tdp",
            2,
        ),
        ("The Apple M5 has a 10-core CPU and a 10-core GPU.", "core_count", 2),
        ("The Apple M5 has 10 cores. The Apple M5 has a 10-core CPU.", "core_count", 1),
        (
            "Cerebras reported revenue of $5 billion in 2024. Cerebras reported revenue of $5 billion in 2025.",
            "revenue",
            2,
        ),
        (
            "Cerebras reported revenue of $5 billion in 2024. That is a revenue of $5 billion for Cerebras.",
            "revenue",
            1,
        ),
    ],
)
def test_the_number_of_claims(text, attribute, number, claims_of):
    found = told(claims_of, text, attribute)
    assert len(found) == number, found
