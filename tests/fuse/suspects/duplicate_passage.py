"""``duplicate_passage``: what it must see, and its false friends."""

from __future__ import annotations

from tests.fuse.suspects.batches import Case, one

PASSAGE = (
    "When the hall had filled the maker brought out a board with eight of its chips and told of the years it took, of "
    "the people who left and of those who stayed, and of all that remains to be done before the first one ships."
)

ADDRESS = "The board is sold at https://example.com/" + "-".join(f"part{n}" for n in range(40)) + "."

CASES: list[Case] = [
    (
        "a paragraph pasted in twice",
        lambda: [one().say(PASSAGE).say("Something stands between.").say(PASSAGE)],
        {("duplicate_passage", "warning", PASSAGE[:100] + "…", "")},
    ),
    (
        "a long address repeated",
        lambda: [one().say(ADDRESS).say("Something stands between.").say(ADDRESS)],
        set(),
    ),
    (
        "a short line repeated",
        lambda: [one().say("The K7 is here.").say("Something else.").say("The K7 is here.")],
        set(),
    ),
]
