"""Templates to HTML pages, every value escaped. The only door to jinja2.
Templates lie in templates/ and use nothing from outside the page.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

_ENOUGH = 100_000
"""Characters that are handed on together."""


def render(template: str, **content: Any) -> str:
    """One page; a value that a template asks for and does not get is an error, never an empty place."""
    return "".join(rendered(template, **content)).encode("utf-8", "replace").decode()


def part(template: str, **content: Any) -> str:
    """A part of a page, marked as escaped, so that the template of the whole takes it as it is."""
    return Markup("".join(rendered(template, **content)))


def rendered(template: str, **content: Any) -> Iterator[str]:
    """The same page piece by piece: a large one never stands in memory as a whole."""
    waiting: list[str] = []
    held = 0
    for piece in _templates().get_template(template).generate(**content):
        waiting.append(piece)
        held += len(piece)
        if held > _ENOUGH:
            yield "".join(waiting)
            waiting.clear()
            held = 0
    yield "".join(waiting)


def items(texts: Sequence[str]) -> Markup:
    """Texts as the items of a list. Escaped all at once: one by one, half a million take longer than all else
    on a page.

    >>> print(items(["a < b", "c"]))
    <li>a &lt; b</li><li>c</li>
    """
    joined = "\n".join(texts)
    if joined.count("\n") != len(texts) - 1:  # there are none, or one holds what was to stand between them
        return Markup("").join(Markup("<li>{}</li>").format(text) for text in texts)
    return Markup(f"<li>{str(escape(joined)).replace(chr(10), '</li><li>')}</li>")


@lru_cache(maxsize=1)
def _templates() -> Environment:
    templates = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    templates.filters["items"] = items
    return templates
