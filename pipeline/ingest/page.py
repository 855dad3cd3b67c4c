"""HTML pages in, Articles out: the only door to trafilatura, which finds the article among all that a page holds.
Its tree becomes Markdown-like text, and from there on a page is read like any text.
"""

from __future__ import annotations

import logging
import re
from typing import Any

import trafilatura

from pipeline.errors import UnsupportedInput
from pipeline.ingest.decode import decode_page
from pipeline.ingest.facts import Facts, from_record
from pipeline.ingest.markup import to_text
from pipeline.ingest.pageblocks import mark_blocks, unmarked
from pipeline.ingest.pagefacts import add_page_facts, headline_of, standfirst_of
from pipeline.ingest.text import assemble
from pipeline.ingest.tree import parse, words_of
from pipeline.model import Article
from pipeline.rulebook import Rulebook

_SQUASH = re.compile(r"[\W_]+")
_PLAIN = ("p", "h1", "h2", "h3", "h4", "li", "td", "th", "blockquote", "pre", "figcaption", "dd", "dt")

# Its warnings about single pages would reach the terminal; what matters of them stands in articles.csv.
logging.getLogger("trafilatura").setLevel(logging.CRITICAL)


def read_html(name: str, data: bytes | str, rulebook: Rulebook, **metadata: Any) -> Article:
    """One page as an Article. ``metadata`` are the fields of a ``metadata.jsonl`` line, trusted before the page's own.

    Broken pages are read as far as they go; one without words gives an Article without blocks. Raises
    UnsupportedInput for a page larger than ``html_bytes``.
    """
    text, notes = decode_page(data)
    facts = from_record(metadata, "sidecar", rulebook.reading)
    facts.notes[:0] = notes
    return read_page(name, text, facts, rulebook)


def read_page(name: str, page: str, facts: Facts, rulebook: Rulebook) -> Article:
    """A decoded page as an Article, with the facts already known."""
    limits = rulebook.reading.limits
    if len(page) > limits.html_bytes:
        raise UnsupportedInput(
            f"a page larger than {limits.html_bytes:,} characters", name, "save only its article, or raise html_bytes"
        )
    tree = parse(page, limits)
    if tree is None:
        return assemble(name, "", rulebook, facts)
    add_page_facts(tree, facts, rulebook.reading)
    headline, lede = headline_of(tree, facts), standfirst_of(tree)
    text = _with_headline(_body(tree, rulebook, facts), headline, lede)
    return assemble(name, text, rulebook, facts, page=True)


def _body(tree: Any, rulebook: Rulebook, facts: Facts) -> str:
    """The article's text; by the extractor, or plainly where it finds next to nothing."""
    plain = tree.xpath("count(descendant-or-self::*)") > rulebook.reading.limits.html_elements
    text = ""
    if not plain:
        written = mark_blocks(tree)
        _forget_spans(tree)
        try:
            found = trafilatura.bare_extraction(
                tree,
                favor_recall=True,
                include_tables=True,
                include_formatting=True,
                include_comments=False,
                include_links=False,
                include_images=False,
                deduplicate=False,
                with_metadata=False,
            )
        except Exception as error:  # whatever a hostile page does to the extractor, the page can still be read plainly
            facts.notes.append(f"the extractor failed on this page ({type(error).__name__}); read plainly")
            found = None
        body = getattr(found, "body", None)
        text = to_text(body, written, rulebook.reading.page) if body is not None else ""
    if len(text.split()) < rulebook.reading.page.least_words:
        whole = _plain(tree)
        text = whole if len(whole.split()) > len(text.split()) else text
    return text


def _forget_spans(tree: Any) -> None:
    """Takes off the spans of cells: the tables are written already, and the extractor would pad each row to them."""
    for cell in tree.iter("td", "th"):
        for name in ("colspan", "rowspan"):
            cell.attrib.pop(name, None)


def _plain(tree: Any) -> str:
    """The words of all text elements in order, or of the whole body; no judgement."""
    for hidden in list(tree.iter("script", "style", "noscript", "template", "nav", "footer")):
        if hidden.getparent() is not None:
            hidden.drop_tree()
    blocks: list[str] = []
    for element in tree.iter(*_PLAIN):
        if next(element.iterdescendants(*_PLAIN), None) is not None:
            continue
        words = unmarked(words_of(element))
        mark = {"h1": "# ", "h2": "## ", "h3": "### ", "h4": "#### ", "li": "- "}.get(element.tag, "")
        if words:
            blocks.append(f"{mark}{words}")
    if not blocks:
        body = tree.find(".//body")
        blocks = [unmarked(words_of(body if body is not None else tree))]
    return "\n\n".join(blocks)


def _with_headline(text: str, headline: str, lede: str) -> str:
    """The text under its headline and standfirst, which the extractor keeps only sometimes."""
    blocks = text.split("\n\n") if text else []
    if lede and _squash(lede) not in _squash("".join(blocks[:6])):
        blocks.insert(0, lede)
    if headline:
        same = [at for at, block in enumerate(blocks[:5]) if block[0] == "#" and _squash(block) == _squash(headline)]
        for at in same[:1]:
            del blocks[at]
        blocks.insert(0, f"# {headline}")
    return "\n\n".join(blocks)


def _squash(words: str) -> str:
    return _SQUASH.sub("", words.lower())
