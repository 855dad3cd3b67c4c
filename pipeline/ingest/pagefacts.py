"""Title, publisher, author, dates and address of a web page, each with where the page says so.
Order of trust: JSON-LD, meta tags, ``time`` elements and author links, the headline, the title bar.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urljoin

from pipeline.ingest.dates import from_metadata
from pipeline.ingest.facts import Facts, host_of
from pipeline.ingest.jsonld import article_node, text_of
from pipeline.ingest.tree import words_of
from pipeline.rulebook.reading import ReadingRules

_STANDFIRST_WORDS = 6


def add_page_facts(tree: Any, facts: Facts, reading: ReadingRules) -> None:
    """Adds what the page says of itself behind the facts already known."""
    metas = _metas(tree)
    _from_json_ld(tree, facts, reading)
    for kind, names in (
        (facts.titles, reading.page.title),
        (facts.publishers, reading.page.publisher),
        (facts.authors, reading.page.author),
    ):
        for name in names:
            value = metas.get(name, "")
            if "://" not in value:
                facts.add(kind, "meta", value)
    for name in reading.page.published:
        _add_date(facts, "meta", metas.get(name, ""), reading)
    _from_elements(tree, facts, reading)
    _addresses(tree, metas, facts)
    language = tree.get("lang") or metas.get("content-language") or ""
    facts.language = facts.language or language.strip()[:2].lower()


def headline_of(tree: Any, facts: Facts) -> str:
    """The headline that readers see: the only ``h1``, or the one most like the title; else the title known."""
    known = [value for _, value in facts.titles]
    headings = [words for h1 in tree.iter("h1") if 0 < len(words := words_of(h1)) <= 300]
    for heading in headings:
        if any(_alike(heading, title) for title in known):
            return heading
    named = [value for source, value in facts.titles if source not in ("h1", "title")]
    return named[0] if named else headings[0] if headings else known[0] if known else ""


def standfirst_of(tree: Any) -> str:
    """The standfirst: a visible block that says what the page gives as its description; "" where there is none."""
    metas = _metas(tree)
    given = {" ".join(metas.get(name, "").split()) for name in ("description", "og:description", "twitter:description")}
    descriptions = sorted(words for words in given if len(words.split()) >= _STANDFIRST_WORDS)
    if not descriptions:
        return ""
    for block in tree.iter("p", "h2", "h3", "h4", "div", "span"):
        if len(block) == 0 and block.text and len(block.text) < 600 and " ".join(block.text.split()) in descriptions:
            return " ".join(block.text.split())
    return ""


def _alike(one: str, other: str) -> bool:
    """Whether most words of the shorter one stand in the other."""
    left, right = set(one.lower().split()), set(other.lower().split())
    return len(left & right) * 3 >= 2 * min(len(left), len(right)) > 2


def _metas(tree: Any) -> dict[str, str]:
    """The first filled content of each meta tag, by its name in lower case."""
    metas: dict[str, str] = {}
    for meta in tree.iter("meta"):
        content = (meta.get("content") or "").strip()
        for attribute in ("property", "name", "itemprop", "http-equiv"):
            name = (meta.get(attribute) or "").strip().lower()
            if name and content:
                metas.setdefault(name, content)
    return metas


def _from_json_ld(tree: Any, facts: Facts, reading: ReadingRules) -> None:
    node = article_node(tree, reading.page)
    facts.add(facts.titles, "json-ld", text_of(node.get("headline")) or text_of(node.get("name")))
    facts.add(facts.publishers, "json-ld", text_of(node.get("publisher")))
    facts.add(facts.authors, "json-ld", text_of(node.get("author")) or text_of(node.get("creator")))
    published = node.get("datepublished") or node.get("datecreated")
    _add_date(facts, "json-ld", published if isinstance(published, str) else "", reading)


def _from_elements(tree: Any, facts: Facts, reading: ReadingRules) -> None:
    """Dates and authors of the page's visible parts."""
    for time in tree.iter("time"):
        marks = " ".join(str(value) for key, value in time.attrib.items() if key != "datetime").lower()
        marks += " " + " ".join(key.lower() for key in time.attrib)
        parent = time.getparent()
        marks += " " + (parent.get("class") or "").lower() if parent is not None else ""
        if any(mark in marks for mark in reading.page.time_marks) and "updat" not in marks and "modif" not in marks:
            _add_date(facts, "time", time.get("datetime") or words_of(time), reading)
            break
    for link in tree.iter("a", "span", "div", "p", "address"):
        marked = "author" in (link.get("rel") or "").split() or "author" in (link.get("itemprop") or "").split()
        if marked and 0 < len(words := words_of(link)) < 80:
            facts.add(facts.authors, "byline", words)
            break
    for h1 in tree.iter("h1"):
        facts.add(facts.titles, "h1", words_of(h1))
        break
    for title in tree.iter("title"):
        facts.add(facts.titles, "title", words_of(title))
        break


def _add_date(facts: Facts, source: str, value: str, reading: ReadingRules) -> None:
    if value.strip() and (date := from_metadata(value.strip(), reading)):
        facts.dates.append((source, date))


def _addresses(tree: Any, metas: dict[str, str], facts: Facts) -> None:
    """The address the page declares as its own; relative ones count where the page's address is known."""
    declared = ""
    for link in tree.iter("link"):
        if "canonical" in (link.get("rel") or "").lower().split():
            declared = (link.get("href") or "").strip()
            break
    declared = declared or metas.get("og:url", "")
    try:
        whole = urljoin(facts.url, declared) if facts.url else declared
    except ValueError:
        return
    if host_of(whole) and "://" in whole and not facts.canonical:
        facts.canonical = whole[:2000]
