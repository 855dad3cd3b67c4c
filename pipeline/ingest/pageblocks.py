"""Every block of a page written out as Markdown-like text, under a mark that the extractor carries through.
The extractor decides which blocks belong to the article; their words come from the page, whole and in order.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice
from typing import Any

from pipeline.ingest.pagetables import pipe_table
from pipeline.ingest.pagewords import BREAK, flat, own_words
from pipeline.ingest.tree import fit

_HEADS = ("h1", "h2", "h3", "h4", "h5", "h6")
_LISTS = ("ul", "ol", "dl", "li", "dt", "dd")
_TABLES = ("table", "thead", "tbody", "tr", "td", "th", "caption")
_PARTS = ("div", "section", "article", "aside", "main", "header", "footer", "nav", "form", "fieldset", "address")
_OTHERS = ("p", "blockquote", "pre", "figure", "figcaption", "summary", "details", "hr")
_BLOCKS = frozenset((*_HEADS, *_LISTS, *_TABLES, *_PARTS, *_OTHERS))
_MARKABLE = _BLOCKS - {"ul", "ol", "dl", "table", "thead", "tbody", "tr", "hr", "form", "figure"}

_NEAR = 4
_LEAST_WORDS = 12

# Marks are made of signs that are neither letters nor digits, so that no word filter of the extractor minds them.
_ZERO = 0x2801
_MARK = re.compile("⟦([\u2801-\u28ff]{1,4})⟧")


@dataclass(frozen=True, slots=True)
class Written:
    """One block as text, with the element it stands in; ``captions`` are the elements whose captions it may be."""

    text: str
    tag: str
    parent: Any
    captions: tuple[Any, ...] = ()

    def belongs_between(self, before: Written, after: Written) -> bool:
        """Whether a block that the extractor left out stands among blocks that it kept: a paragraph between two of
        the same parent, a caption beside either of them.
        """
        if self.tag == "figcaption":
            return any(place is block.parent for place in self.captions for block in (before, after))
        return self.tag == "p" and self.parent is before.parent and self.parent is after.parent


def mark_blocks(tree: Any) -> list[Written]:
    """Writes a mark into every block of the page and returns the blocks as text, by the number of their mark."""
    written: list[Written] = []
    done: set[Any] = set()
    outer = _with_blocks_inside(tree)
    for element in tree.iter(*_MARKABLE, "table"):
        if element in done:
            continue
        if element.tag == "table":
            text = pipe_table(element)
            if not text:
                continue
            done.update(element.iterdescendants())
            cells = (cell for cell in element.iter("td", "th") if "".join(cell.itertext()).strip())
            target = next(cells, None)
        else:
            text, target = _written(element, element in outer), element
        if text and target is not None:
            target.text = f"⟦{_digits(len(written))}⟧{fit(target.text or '')}"
            places = tuple(islice(element.iterancestors(), _NEAR)) if element.tag == "figcaption" else ()
            tag = "" if element.tag == "p" and _is_links(element) else element.tag
            written.append(Written(text, tag, element.getparent(), places))
    return written


def _is_links(element: Any) -> bool:
    """Whether a paragraph is short, or mostly links: the extractor had its reasons to leave such a one out."""
    words = len("".join(element.itertext()).split())
    linked = sum(len("".join(link.itertext()).split()) for link in element.iter("a"))
    return words < _LEAST_WORDS or 2 * linked > words


def marks_in(words: str) -> list[int]:
    """The numbers of all marks in ``words``, in order.

    >>> marks_in("⟦" + _digits(300) + "⟧some words")
    [300]
    """
    return [_number(found) for found in _MARK.findall(words)]


def unmarked(words: str) -> str:
    """``words`` without any mark."""
    return _MARK.sub("", words)


def _with_blocks_inside(tree: Any) -> set[Any]:
    """The elements that hold blocks; each is met once, however deep the page is nested."""
    found: set[Any] = set()
    for block in tree.iter(*_BLOCKS):
        for above in block.iterancestors():
            if above in found:
                break
            found.add(above)
    return found


def _written(element: Any, outer: bool) -> str:
    """One block as text; "" where it has no words of its own. ``outer`` is true where it holds other blocks."""
    if outer and element.tag not in ("li", "dd", "blockquote"):
        return ""
    if element.tag == "pre":
        code = "".join(element.itertext()).strip("\n")
        return "```\n" + code.replace("```", "'''") + "\n```" if code.strip() else ""
    words = flat(own_words(element, outside=_BLOCKS))
    if not words:
        return ""
    if element.tag in _HEADS:
        return "#" * int(element.tag[1]) + " " + words.replace(BREAK, " ")
    depth = sum(1 for above in element.iterancestors("ul", "ol"))
    if _is_item(element) and depth:
        return "  " * min(depth - 1, 4) + "- " + words.replace(BREAK, " ")
    lines = [line.replace("```", "'''").replace("~~~", "'''") for line in words.split(BREAK)]
    if len(lines) == 1 and _is_bold(element, words):
        return f"**{words}**"
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines))


def _is_item(element: Any) -> bool:
    """A list item, or the first paragraph in one."""
    parent = element.getparent()
    first = parent is not None and parent.tag == "li" and parent.index(element) == 0
    return element.tag == "li" or (first and not (parent.text or "").strip(" \n\t\r"))


def _is_bold(element: Any, words: str) -> bool:
    """Whether all words of a block stand in one bold element."""
    bold = next(element.iterdescendants("b", "strong"), None)
    return bold is not None and "*" not in words and flat(own_words(bold)) == words


def _digits(number: int) -> str:
    digits = ""
    while True:
        number, digit = divmod(number, 254)
        digits = chr(_ZERO + digit) + digits
        if not number:
            return digits


def _number(digits: str) -> int:
    number = 0
    for digit in digits:
        number = number * 254 + ord(digit) - _ZERO
    return number
