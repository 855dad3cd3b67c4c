"""What kind each part of a text is: small texts, the blocks expected of them."""

from __future__ import annotations

import pytest

from pipeline.ingest import read_text
from pipeline.model import Article, BlockKind
from pipeline.rulebook import Rulebook

PROSE = "The new accelerator holds 96 GB of memory and draws 450 watts under full load."
OTHER = "It will ship to the first customers in June, the firm said at its yearly event."


def kinds(article: Article) -> list[tuple[str, str]]:
    return [(block.kind.value, article.quote(block.start, block.end)) for block in article.blocks]


def read(text: str, rulebook: Rulebook) -> list[tuple[str, str]]:
    return kinds(read_text("a.txt", text, rulebook))


CASES = {
    "plain lines": (
        f"A chip for the north\n{PROSE}\nWhat it costs\n{OTHER}",
        [("title", "A chip for the north"), ("paragraph", PROSE), ("heading", "What it costs"), ("paragraph", OTHER)],
    ),
    "markdown": (
        f"# A chip\n\n{PROSE}\n\n## Price ##\n\n{OTHER}",
        [("title", "A chip"), ("paragraph", PROSE), ("heading", "Price"), ("paragraph", OTHER)],
    ),
    "underlined headings": (
        f"A chip\n======\n\n{PROSE}\n\nPrice\n-----\n\n{OTHER}",
        [("title", "A chip"), ("paragraph", PROSE), ("heading", "Price"), ("paragraph", OTHER)],
    ),
    "bold lines are headings": (
        f"{PROSE}\n\n**What it costs**\n\n{OTHER}",
        [("paragraph", PROSE), ("heading", "What it costs"), ("paragraph", OTHER)],
    ),
    "a bold sentence is a paragraph": (
        f"**{PROSE}**\n\n{OTHER}",
        [("paragraph", PROSE), ("paragraph", OTHER)],
    ),
    "items": (
        f"{PROSE}\n- 96 GB of memory\n* 450 W at most\n1. ships in June\n-\n",
        [("paragraph", PROSE), ("item", "96 GB of memory"), ("item", "450 W at most"), ("item", "ships in June")],
    ),
    "an item runs on when indented": (
        "- The first point is that it\n  draws 450 watts\n- Another one",
        [("item", "The first point is that it\n  draws 450 watts"), ("item", "Another one")],
    ),
    "code": (
        f"{PROSE}\n\n```\nclock = 96\n# no heading\n```\n\n{OTHER}",
        [("paragraph", PROSE), ("code", "```\nclock = 96\n# no heading\n```"), ("paragraph", OTHER)],
    ),
    "a table of pipes right under a line": (
        f"{PROSE}\nThe numbers\nX100 | X200 | |\nCores | 64 | 96 |\nPower | 450 W | 600 W |\n{OTHER}",
        [
            ("paragraph", PROSE),
            ("heading", "The numbers"),
            ("table", "X100 | X200 | |\nCores | 64 | 96 |\nPower | 450 W | 600 W |"),
            ("paragraph", OTHER),
        ],
    ),
    "credits and captions": (
        f"{PROSE}\n\n*The board from above*\n\n(Image credit: Norbridge)\n\n{OTHER}",
        [("paragraph", PROSE), ("caption", "*The board from above*"), ("caption", "(Image credit: Norbridge)"),
         ("paragraph", OTHER)],
    ),
    "a credit with its name on the next line": (
        f"{PROSE}\n\nCredit:\n\nNorbridge\n\n{OTHER}",
        [("paragraph", PROSE), ("caption", "Credit:"), ("caption", "Norbridge"), ("paragraph", OTHER)],
    ),
    "questions of a faq": (
        f"{PROSE}\nFrequently Asked Questions\nCan I buy it?\nNo, it is only for rent in the cloud of its maker.\n"
        f"Is it fast?\n{OTHER}",
        [("paragraph", PROSE), ("heading", "Frequently Asked Questions"), ("question", "Can I buy it?"),
         ("paragraph", "No, it is only for rent in the cloud of its maker."), ("question", "Is it fast?"),
         ("paragraph", OTHER)],
    ),
    "a question elsewhere is a heading": (
        f"{PROSE}\nCan it keep up?\n{OTHER}",
        [("paragraph", PROSE), ("heading", "Can it keep up?"), ("paragraph", OTHER)],
    ),
    "hard-wrapped lines are one paragraph": (
        "The new accelerator holds 96 GB of memory and draws up to 450 watts\n"
        "under full load, which is a third more than the part before it did\n"
        "when it came out. It ships in June.\n\n" + OTHER,
        [("paragraph", "The new accelerator holds 96 GB of memory and draws up to 450 watts\n"
          "under full load, which is a third more than the part before it did\n"
          "when it came out. It ships in June."), ("paragraph", OTHER)],
    ),
    "footnote digits do not split a paragraph": (
        f"{PROSE}\n1\n {OTHER}\n2\n",
        [("paragraph", f"{PROSE}\n1\n {OTHER}\n2")],
    ),
    "link texts on lines of their own": (
        "The fast new part goes into the company's new\nNorth Station\n,\nNorth Rack\n, and\nNorth Pod\n"
        ", all of them on sale now.",
        [("paragraph", "The fast new part goes into the company's new\nNorth Station\n,\nNorth Rack\n, and\nNorth Pod\n"
          ", all of them on sale now.")],
    ),
    "a label in bold keeps its line": (
        f"{PROSE}\n\n**North 1**(5nm):\nLeads in memory and in the price of a unit.",
        [("paragraph", PROSE), ("paragraph", "**North 1**(5nm):\nLeads in memory and in the price of a unit.")],
    ),
    "four short lines in a row are a list": (
        f"{PROSE}\n\nNorth Station (23W)\n\nNorth Rack (80W)\n\nNorth Pod (90W)\n\nNorth Hall (95W)\n\n"
        f"## Tests\n\n{OTHER}",
        [("paragraph", PROSE), ("item", "North Station (23W)"), ("item", "North Rack (80W)"),
         ("item", "North Pod (90W)"), ("item", "North Hall (95W)"), ("heading", "Tests"), ("paragraph", OTHER)],
    ),
    "an introduction with a colon is no heading": (
        f"{PROSE}\n\nHere is what we tried first:\n\n- one run\n",
        [("paragraph", PROSE), ("paragraph", "Here is what we tried first:"), ("item", "one run")],
    ),
    "short lines behind a colon are a list": (
        f"{PROSE}\n\nThese were measured:\n\nNorth Rack (80W)\n\nNorth Pod (90W)\n\nMore of this later:\n\n{OTHER}",
        [("paragraph", PROSE), ("paragraph", "These were measured:"), ("item", "North Rack (80W)"),
         ("item", "North Pod (90W)"), ("paragraph", "More of this later:"), ("paragraph", OTHER)],
    ),
    "and the last of them, without a figure, heads what follows": (
        f"{PROSE}\n\nThese were measured:\n\nNorth Rack (80W)\n\nNorth Pod (90W)\n\nPrices\n\n{OTHER}",
        [("paragraph", PROSE), ("paragraph", "These were measured:"), ("item", "North Rack (80W)"),
         ("item", "North Pod (90W)"), ("heading", "Prices"), ("paragraph", OTHER)],
    ),
    "one short line behind a colon is no list": (
        f"{PROSE}\n\nThis was measured:\n\nNorth Rack\n\n{OTHER}",
        [("paragraph", PROSE), ("paragraph", "This was measured:"), ("heading", "North Rack"), ("paragraph", OTHER)],
    ),
    "carriage returns": (
        f"{PROSE}\r\n\r\n{OTHER}\r",
        [("paragraph", PROSE), ("paragraph", OTHER)],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_kinds(name: str, rulebook: Rulebook) -> None:
    text, expected = CASES[name]
    assert read(text, rulebook) == expected


def test_outlet_stays_out_of_the_title(rulebook: Rulebook) -> None:
    article = read_text("a.txt", f"# A chip for the north | Norbridge Weekly\n\n{PROSE}", rulebook)
    assert kinds(article)[0] == ("title", "A chip for the north")
    assert (article.title, article.title_from) == ("A chip for the north", "heading")
    assert (article.publisher, article.publisher_from) == ("Norbridge Weekly", "title")


def test_text_is_kept_as_it_is(rulebook: Rulebook) -> None:
    text = f"  {PROSE}\n\n\n\t{OTHER} \u200c  \n"
    assert read_text("a.txt", text, rulebook).text == text


TABLES = {
    "closed": "| Part | Memory |\n|---|---|\n| North 1 | 96 GB |\n| North 2 | |",
    "open": "Part | Memory |\n---|---|\nNorth 1 | 96 GB |\nNorth 2 | |",
    "aligned": "| Part    | Memory |\n|:--------|-------:|\n| North 1 | 96 GB  |\n| North 2 |        |",
}


@pytest.mark.parametrize("name", TABLES)
def test_tables(name: str, rulebook: Rulebook) -> None:
    article = read_text("a.md", f"{PROSE}\n\n{TABLES[name]}\n{OTHER}", rulebook)
    table = next(block for block in article.blocks if block.kind is BlockKind.TABLE)
    cells = {(c.row, c.column): (article.quote(c.start, c.end), c.header) for c in table.cells}
    assert cells == {
        (0, 0): ("Part", True),
        (0, 1): ("Memory", True),
        (1, 0): ("North 1", False),
        (1, 1): ("96 GB", False),
        (2, 0): ("North 2", False),
        (2, 1): ("", False),
    }
    assert article.blocks[-1].kind is BlockKind.PARAGRAPH


def test_a_table_without_header(rulebook: Rulebook) -> None:
    article = read_text("a.md", "| North 1 | 96 GB |\n| North 2 | 48 GB |", rulebook)
    assert [cell.header for cell in article.blocks[0].cells] == [False] * 4


def test_foreign_paragraph(rulebook: Rulebook) -> None:
    foreign = "Новий прискорювач має дев'яносто шість гігабайтів пам'яті, і перші клієнти отримають його влітку."
    article = read_text("a.txt", f"{PROSE}\n\n{foreign}\n\n{OTHER}", rulebook)
    assert [block.kind.value for block in article.blocks] == ["paragraph", "foreign", "paragraph"]
    assert article.blocks[1].language == "uk"
    assert article.language == "en"
    assert article.notes == ("paragraph 2 is in Ukrainian and was passed over",)


GERMAN = "Der neue Beschleuniger hat 96 GB Speicher und soll im Juni an die ersten Kunden gehen, sagte die Firma."


def test_an_article_in_another_language_is_passed_over(rulebook: Rulebook) -> None:
    text = f"# Mehr Speicher: 96 GB\n\n{GERMAN}\n\n- 450 Watt\n\n| Speicher | 96 GB |\n| Takt | 2 GHz |\n\n{GERMAN}"
    article = read_text("a.txt", text, rulebook)
    assert article.language == "de"
    assert article.title == "Mehr Speicher: 96 GB"
    assert article.notes == ("the article is in German and was passed over",)
    assert {(block.kind, block.language) for block in article.blocks} == {(BlockKind.FOREIGN, "de")}


def test_home_paragraphs_of_a_foreign_article_are_read(rulebook: Rulebook) -> None:
    article = read_text("a.txt", f"{GERMAN}\n\n{PROSE} {OTHER}\n\n{GERMAN}", rulebook)
    assert [block.kind.value for block in article.blocks] == ["foreign", "paragraph", "foreign"]
    assert article.notes == ("the article is in German and was passed over, but for its paragraph in English",)


def test_a_declared_language_alone_passes_nothing_over(rulebook: Rulebook) -> None:
    article = read_text("a.txt", "North 1: 96 GB", rulebook, language="de")
    assert article.language == "de"
    assert article.notes == ("the article is in German",)
    assert all(block.kind is not BlockKind.FOREIGN for block in article.blocks)
