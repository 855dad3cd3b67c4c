"""``attribution_conflict``: what it must see, and its false friends."""

from __future__ import annotations

from tests.fuse.suspects.batches import Case, one

LINE = "small houses still trail the large ones in density while the gap closes where it counts for most who pay."

CASES: list[Case] = [
    (
        "one sentence, two sources",
        lambda: [
            one().say("Analysts at Kepler Research say that " + LINE),
            one(name="a1", published="2026-05-22").say("Analysts at Nikkei Asia say that " + LINE),
        ],
        {("attribution_conflict", "warning", "Nikkei Asia", "Kepler Research or Nikkei Asia")},
    ),
    (
        "one source twice",
        lambda: [
            one().say("Analysts at Bloomberg say that " + LINE),
            one(name="a1").say("Analysts at Bloomberg News say that " + LINE),
        ],
        set(),
    ),
    (
        "two sentences, two sources",
        lambda: [
            one()
            .say("Analysts at Kepler Research say that " + LINE)
            .say(
                "Analysts at Nikkei Asia say that orders doubled in a year in which nobody else sold more than before."
            )
        ],
        set(),
    ),
]
