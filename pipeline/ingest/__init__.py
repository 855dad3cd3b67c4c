"""Reads articles: whatever the user names becomes a stream of articles with blocks, dates and sources, or rejections.
Start at ``reader`` (files to articles), then ``text`` (text to blocks); ``furniture`` says what is not the article.
"""

from pipeline.ingest.reader import read_inputs
from pipeline.ingest.text import read_text

__all__ = ["read_inputs", "read_text"]
