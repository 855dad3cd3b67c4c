"""Reads articles: whatever the user names becomes a stream of articles with blocks, dates and sources, or rejections.
Start at ``opening`` (inputs to documents), then ``reader`` (a document to an article) and ``text`` (text to blocks).
"""

from typing import Any

from pipeline.ingest.items import TEASER, teaser_document
from pipeline.ingest.opening import count_files, open_content, open_inputs, read_inputs
from pipeline.ingest.reader import read_document
from pipeline.ingest.text import read_text
from pipeline.model import Article
from pipeline.rulebook import Rulebook

__all__ = [
    "TEASER",
    "count_files",
    "open_content",
    "open_inputs",
    "read_document",
    "read_html",
    "read_inputs",
    "read_text",
    "teaser_document",
]


def read_html(name: str, data: bytes | str, rulebook: Rulebook, **metadata: Any) -> Article:
    """One web page as an Article; see :func:`pipeline.ingest.page.read_html`, loaded when the first page comes."""
    from pipeline.ingest import page

    return page.read_html(name, data, rulebook, **metadata)
