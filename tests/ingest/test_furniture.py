"""What is not the article: small pages as text, the words that must be furniture, the words that must stay."""

from __future__ import annotations

import pytest

from pipeline.ingest import read_text
from pipeline.model import BlockKind
from pipeline.rulebook import Rulebook

PROSE = "The new accelerator holds 96 GB of memory and draws 450 watts under full load."
OTHER = "It will ship to the first customers in June, the firm said at its yearly event."
LONG = f"{PROSE} {OTHER} {PROSE} {OTHER}"

# name: (text, furniture that must go)
CASES = {
    "head": (
        "News Reviews Chips Laptops Phones Tablets Servers Storage Memory Software Security Games Audio Cameras Cars "
        "Science Forum Deals Video About\n\nA chip for the north\n\n"
        f"By Ada Reiter June 3, 2026 4 min read Share:\n{PROSE}",
        ["News Reviews", "By Ada Reiter"],
    ),
    "read also lines": (f"{PROSE}\nRead also: Ten laptops compared\n{OTHER}", ["Read also"]),
    "read also with a look-alike letter": (f"{PROSE}\nRead alsо: Ten laptops compared\n{OTHER}", ["Read als"]),
    "read also list": (
        f"{PROSE}\n{OTHER}\nRead also:\n- Ten laptops with 96 GB compared\n- A fab for Ohio",
        ["Read also:", "Ten laptops with 96 GB", "A fab for Ohio"],
    ),
    "bio at the end": (
        f"{PROSE}\n\n{OTHER}\n\nAda Reiter is a senior hardware reporter at Norbridge Weekly and has built 40 radios.\n"
        "Share:\n\nComments\n\nSign in to comment:",
        ["Ada Reiter is", "Share:", "Comments", "Sign in"],
    ),
    "name and post at the end": (
        f"{PROSE}\n\n{OTHER}\n\nAda Reiter\n\nSenior Technology Reporter\n\n"
        "1. 1.Court stops the deal of the year\n2. 2.Prices rise by up to 12 percent\n\nCustomize",
        ["Ada Reiter", "Senior", "1.Court stops", "2.Prices rise", "Customize"],
    ),
    "names in the head, a box about the author at the end": (
        f"A chip for the north\n\nAda Reiter\nNorbridge Weekly\n\n{LONG} {LONG}\n\n"
        "Ada Reiter keeps 6 hens and 23 servers.\n\nanon: mine draws 160 W",
        ["Ada Reiter", "Norbridge Weekly", "Ada Reiter keeps", "anon"],
    ),
    "comments to the end": (
        f"{LONG}\n\n## Top Rated Comments\n\nkevin\n"
        "I would rather have 128 GB for that price, to be honest.\nScore: 12",
        ["Top Rated", "kevin", "I would rather", "Score"],
    ),
    "popular stories between": (
        f"{LONG}\n\n## Popular Stories\n\n### A phone for $599\n\n"
        f"{PROSE.replace('96', '12')}\n\n## Correction\n\n{OTHER}",
        ["Popular Stories", "A phone for", "The new accelerator holds 12"],
    ),
    "newsletter in the text": (
        f"{PROSE}\n\nGet the week's best stories, straight to your inbox.\n\n{OTHER}",
        ["Get the week"],
    ),
    "tags": (f"{PROSE}\n\n{OTHER}\n\nTopics\n\nAI\n,\nNorth Rack\n,\nStartups", ["Topics", "AI", "Startups"]),
    "sources": (f"{PROSE}\n\n### Source(s)\n\n- [Norbridge](https://example.org/96)\n", ["Source(s)", "[Norbridge]"]),
    "press contacts": (f"{LONG}\n\n## Press Contacts\n\nAda Reiter\n\nada@example.org", ["Press Con", "Ada", "ada@"]),
    "published with tags": (f"{PROSE}\n\n{OTHER}\nPublished June 2026 | North 1, chips", ["Published"]),
    "cookies": (f"We use cookies to count visits and to show ads that fit you.\n\n{LONG}", ["We use cookies"]),
    "teasers": (
        f"{LONG}\n\nMonday June 1, 2026 10:43 am PDT by Ada Reiter\n\n"
        "The firm has begun to tape its autumn event, where it is expected to show a laptop with 48 GB, and the first "
        "of them is already...",
        ["Monday June 1", "The firm has begun"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_furniture_goes_and_nothing_else(name: str, rulebook: Rulebook) -> None:
    text, gone = CASES[name]
    article = read_text("a.txt", text, rulebook, author="Ada Reiter", publisher="Norbridge Weekly")
    furniture = [article.quote(b.start, b.end) for b in article.blocks if b.kind is BlockKind.FURNITURE]
    assert all(b.rule for b in article.blocks if b.kind is BlockKind.FURNITURE)
    for words in gone:
        assert any(block.startswith(words) for block in furniture), words
    for kept in (PROSE, OTHER):
        assert not any(kept in block for block in furniture)


KEPT = {
    "an analyst, before more text": f"Tom Okoro is an analyst at Norbridge Partners in London.\n\n{PROSE}",
    "comments as a word": f"{PROSE}\n\nComments from the industry\n\n{OTHER}",
    "a date as a heading": f"{PROSE}\n\n{OTHER}\n\n{PROSE}\n\nJune 3, 2026\n\n{OTHER}",
    "one short line at the end": f"{PROSE}\n\nNorth Rack holds 96",
    "recommended tools": f"{PROSE}\nRecommended tools\n| Tool | Price |\n|---|---|\n| North | $5 |",
    "a company that writes of itself": f"{LONG}\n\n{LONG}\n\nNorbridge Labs builds servers and has 300 customers.",
    "share of a market": f"{PROSE}\n\nShare of the market by 2027\n\n{OTHER}",
}


@pytest.mark.parametrize("name", KEPT)
def test_nothing_of_the_article_is_lost(name: str, rulebook: Rulebook) -> None:
    article = read_text("a.txt", KEPT[name], rulebook, author="Norbridge Labs", publisher="Norbridge Labs")
    assert [b.rule for b in article.blocks if b.kind is BlockKind.FURNITURE] == []


def test_a_comments_link_before_the_text_does_not_swallow_it(rulebook: Rulebook) -> None:
    article = read_text("a.txt", f"# A chip\n\nComments\n\n{PROSE}\n\n{OTHER}", rulebook)
    assert [block.kind.value for block in article.blocks] == ["title", "furniture", "paragraph", "paragraph"]
