"""The second half of reading: one document, still in bytes, becomes one article or a reason why there is none.
A pure function of the document and the rules, so that it runs wherever there is a core; ``opening`` finds documents.
"""

from __future__ import annotations

import re

from pipeline.errors import SpecledgerError
from pipeline.ingest.decode import decode
from pipeline.ingest.facts import Facts, from_record
from pipeline.ingest.text import assemble
from pipeline.model import Article, Document, Form, Rejected
from pipeline.rulebook import Rulebook

_PAGE = re.compile(
    r"\s*(?:<\?xml[^<>]{0,300}>\s*|<!--.{0,3000}?-->\s*)*<(?:!doctype html|html|head|body)\b", re.I | re.S
)
_PAGES = (".html", ".htm", ".xhtml", ".mhtml")


def read_document(document: Document, rulebook: Rulebook) -> Article | Rejected:
    """The article of a document, or why there is none. Raises nothing but MemoryError, whatever the bytes hold."""
    name, url = document.name, document.url
    try:
        article = _read(document, rulebook)
    except SpecledgerError as error:
        return Rejected(name=name, reason=error.advice, url=url)
    except MemoryError:
        raise  # not the document's fault alone: whoever set the limit decides
    except Exception as error:  # one article must never stop a batch, whatever goes wrong with it
        what = f"{type(error).__name__}: {error}"[:300]
        return Rejected(name=name, reason=f"reading it failed ({what}); please report this with the file", url=url)
    if not any(map(str.isalpha, article.text)):
        return Rejected(name=name, reason="no words to read in it; give a file with an article in it", url=article.url)
    return article


def _read(document: Document, rulebook: Rulebook) -> Article:
    """The article of a document; raises what is wrong with it."""
    text, notes = decode(document.data, document.name, rulebook.reading, document.charset)
    facts = from_record(document.known, document.known_from, rulebook.reading)
    facts.notes[:0] = [*document.notes, *notes]
    if document.form is Form.PAGE or (document.form is Form.GUESS and _is_page(document.name, text)):
        return _page(document.name, text, facts, rulebook)
    return assemble(document.name, text, rulebook, facts)


def _is_page(name: str, text: str) -> bool:
    """Whether a text is a web page; the content counts more than the name."""
    start = text[:5000].lstrip("\ufeff \t\r\n")
    return bool(_PAGE.match(start)) or (name.lower().endswith(_PAGES) and "<" in start)


def _page(name: str, page: str, facts: Facts, rulebook: Rulebook) -> Article:
    """One HTML page as an article; the page reader and its engine are loaded when the first page comes."""
    from pipeline.ingest.page import read_page

    return read_page(name, page, facts, rulebook)
