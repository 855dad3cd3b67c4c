"""An article as the readers hand it on: its text, where it came from, and which parts of the text are what.
Every offset anywhere in the program counts characters of :attr:`Article.text`.
"""

from __future__ import annotations

from enum import StrEnum

from pipeline.model.base import Frozen
from pipeline.model.value import DateValue


class BlockKind(StrEnum):
    """What a stretch of an article is. Furniture, code and foreign text give no claims."""

    TITLE = "title"
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    CAPTION = "caption"
    QUESTION = "question"
    TABLE = "table"
    CODE = "code"
    FURNITURE = "furniture"
    FOREIGN = "foreign"


class TableCell(Frozen):
    """One cell of a table, by its place in the grid and in the text; ``start == end`` where the cell is empty."""

    row: int
    column: int
    start: int
    end: int
    header: bool = False


class Block(Frozen):
    """A paragraph, heading, list item or table. ``level`` is the depth of a heading or item; ``rule`` says which
    rule called it furniture, ``language`` an ISO 639-1 code. Tables carry their ``cells`` row by row.
    """

    kind: BlockKind
    start: int
    end: int
    level: int = 0
    language: str = ""
    rule: str = ""
    cells: tuple[TableCell, ...] = ()


class Article(Frozen):
    """One article. ``name`` is the input's file name, or its URL, and names the article in every output.

    ``published_from`` says where the date comes from (``json-ld``, ``meta``, ``byline``, ``dateline``, ``text``,
    ``url``, ``sidecar``, ``feed``), as do ``title_from``, ``publisher_from``, ``author_from``; empty for none.
    ``canonical`` is the address the page itself declares as its original; ``notes`` are remarks for the reader of
    ``articles.csv`` (a foreign paragraph passed over, a broken encoding mended).
    """

    name: str
    text: str
    blocks: tuple[Block, ...]
    url: str = ""
    canonical: str = ""
    title: str = ""
    title_from: str = ""
    publisher: str = ""
    publisher_from: str = ""
    author: str = ""
    author_from: str = ""
    published: DateValue | None = None
    published_from: str = ""
    language: str = ""
    notes: tuple[str, ...] = ()

    def quote(self, start: int, end: int) -> str:
        """The words between two offsets."""
        return self.text[start:end]


class Rejected(Frozen):
    """An input that could not be read, and why; stands in ``articles.csv`` beside the articles.

    ``source`` is the key of the file or page in which it stands, where it is a part of one. ``skipped`` says that
    nothing failed: parts of a source of which others were read, and that are no articles (pictures in an archive).
    ``passing`` says that it may go well another time, as it broke a limit on a machine that may have been busy.
    """

    name: str
    reason: str
    url: str = ""
    source: str = ""
    skipped: bool = False
    passing: bool = False
