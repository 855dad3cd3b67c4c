"""The extractor's tree as Markdown-like text, so that one block splitter serves every kind of input.
Headings keep their mark, items a dash, tables become pipe tables; emphasis goes, unless a whole line is bold.
"""

from __future__ import annotations

import re
from typing import Any

from pipeline.ingest.pagetables import kept_table, pipe_row, unmarked

_BREAK = "\x0b"
_BOLD = ("#b", "#i#b", "#b#i")


def to_text(body: Any, tables: list[str]) -> str:
    """The text of an extracted body, blocks apart by blank lines."""
    blocks: list[str] = []
    _children(body, tables, blocks)
    return "\n\n".join(block for block in blocks if block)


def _children(element: Any, tables: list[str], blocks: list[str]) -> None:
    """Every child as a block; loose words between them are paragraphs."""
    loose = [element.text or ""]
    for child in element:
        if child.tag in ("hi", "ref", "lb", "del", "graphic") or (child.tag == "code" and not _is_block(child)):
            loose += [_inline(child), child.tail or ""]
            continue
        _paragraph("".join(loose), blocks)
        _block(child, tables, blocks)
        loose = [child.tail or ""]
    _paragraph("".join(loose), blocks)


def _block(element: Any, tables: list[str], blocks: list[str]) -> None:
    """One block element."""
    tag = element.tag
    if tag == "head":
        level = (element.get("rend") or "h2")[1:2]
        words = _flat(_inline(element))
        blocks.append(
            f"{'#' * int(level) if level.isdecimal() and level in '123456' else '##'} {words}" if words else ""
        )
    elif tag == "list":
        _list(element, tables, blocks)
    elif tag == "table":
        _table(element, tables, blocks)
    elif tag == "code" and _is_block(element):
        blocks.append("```\n" + "".join(element.itertext()).replace("```", "'''").strip("\n") + "\n```")
    elif tag == "p" and not any(child.tag in ("list", "table", "p", "quote", "head") for child in element):
        bold = [child for child in element if child.tag == "hi" and child.get("rend") in _BOLD]
        words = _flat(_inline(element))
        alone = len(bold) == 1 and words and words == _flat(_inline(bold[0]))
        if alone and "*" not in words and _BREAK not in words:
            blocks.append(f"**{words}**")
        else:
            _paragraph(_inline(element), blocks)
    elif tag in ("quote", "p", "div", "item", "body"):
        _children(element, tables, blocks)
    else:
        _paragraph(_inline(element), blocks)


def _list(element: Any, tables: list[str], blocks: list[str]) -> None:
    """All items; those of inner lists are indented. A term that asks is a line of its own."""
    lines: list[str] = []
    for item in element.iter("item"):
        inner = [_flat(item.text or "")]
        for child in item:
            if child.tag not in ("list", "item", "table"):
                inner.append(_flat(_inline(child)))
            inner.append(_flat(child.tail or ""))
            if child.tag == "table":
                _table(child, tables, blocks)
        words = " ".join(part for part in inner if part).replace(_BREAK, " ")
        words = " ".join(words.split())
        if not words:
            continue
        level = sum(1 for above in item.iterancestors("list")) - 1
        asks = (item.get("rend") or "").startswith("dt") and words.endswith("?")
        lines.append(f"\n{words}\n" if asks else f"{'  ' * min(level, 4)}- {words}")
    blocks.append("\n".join(lines).strip("\n"))


def _table(element: Any, tables: list[str], blocks: list[str]) -> None:
    """A table: as the page has it where its mark survived, else as the extractor left it."""
    words = "".join(element.itertext())
    if (whole := kept_table(words, tables)) is not None:
        blocks.append(whole)
        return
    rows = [[_flat(_inline(cell)) for cell in row.iter("cell")] for row in element.iter("row")]
    rows = [row for row in rows if any(row)]
    lines = [pipe_row(row) for row in rows]
    first = next(element.iter("row"), None)
    if lines and first is not None and all(cell.get("role") == "head" for cell in first.iter("cell")):
        lines.insert(1, "|" + "---|" * len(rows[0]))
    blocks.append("\n".join(lines).replace(_BREAK, " "))


def _paragraph(words: str, blocks: list[str]) -> None:
    """Words as one paragraph a line; a double break starts a new one. A fence would swallow the rest: disarmed."""
    lines = [_flat(line.replace("```", "'''").replace("~~~", "'''")) for line in words.split(_BREAK)]
    block = "\n".join(lines).strip("\n")
    blocks.extend(part for part in re.split(r"\n{2,}", block) if part)


def _inline(element: Any) -> str:
    """The words of an element and all below it; line breaks as a mark of their own."""
    parts = [_BREAK if element.tag == "lb" else "", element.text or ""]
    for child in element:
        parts += [_inline(child), child.tail or ""]
    return "".join(parts)


def _flat(words: str) -> str:
    """One line without marks and runs of blanks; breaks stay."""
    return _BREAK.join(" ".join(part.split()) for part in unmarked(words).split(_BREAK)).strip()


def _is_block(code: Any) -> bool:
    return "\n" in "".join(code.itertext()).strip()
