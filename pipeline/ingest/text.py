"""Text in, Article out: plain text and Markdown directly, every other kind once it has become such text.
The text is kept as it is, so that every quote is found in it word for word; blocks say what each part of it is.
"""

from __future__ import annotations

import re
from typing import Any

from pipeline.ingest import roles, stacked
from pipeline.ingest.dates import from_words
from pipeline.ingest.drafts import Draft, draft
from pipeline.ingest.facts import Facts, best, best_date, from_record, outlet_of, split_title
from pipeline.ingest.furniture import Look, Names, look, mark
from pipeline.ingest.lines import cut
from pipeline.model import Article
from pipeline.rulebook import Rulebook
from pipeline.rulebook.reading import ReadingRules

_FEW = 3
_FIRST = 12
_OPENING = 2
_NEWLINES = re.compile(r"\r\n?")


def read_text(name: str, text: str, rulebook: Rulebook, **metadata: Any) -> Article:
    r"""One plain or Markdown text as an Article; never raises, whatever the text.

    ``metadata`` are the fields of a ``metadata.jsonl`` line (url, title, publisher, author, published, language).
    A text without words gives an Article without blocks.

    >>> from pipeline.rulebook import load
    >>> article = read_text("a.txt", "# A new chip\n\nIt holds 96 GB.", load(), published="2026-05")
    >>> [(b.kind.value, article.quote(b.start, b.end)) for b in article.blocks]
    [('title', 'A new chip'), ('paragraph', 'It holds 96 GB.')]
    """
    return assemble(name, text, rulebook, from_record(metadata, "sidecar", rulebook.reading))


def assemble(name: str, text: str, rulebook: Rulebook, facts: Facts, page: bool = False) -> Article:
    """The Article of a text and of all that is known about it otherwise; ``page`` where the text was a web page."""
    text = _NEWLINES.sub("\n", text)
    reading = rulebook.reading
    drafts = draft(text, cut(text), reading.lines, reading.tables)
    looks = [look(text, item, reading) for item in drafts]
    roles.captions(drafts, looks, reading)
    stacked.tables(text, drafts, looks, reading.tables)
    stacked.labelled(text, drafts, looks, reading)
    mark(drafts, looks, rulebook.furniture, reading, _names(looks, facts, reading))
    roles.italic_captions(text, drafts)
    roles.nested(drafts, looks, reading)
    roles.headings(text, drafts, looks, reading, page)
    headline = roles.title(drafts, looks)
    roles.questions(drafts, looks, reading)
    language, remarks = roles.languages(drafts, looks, reading, facts.language)
    facts.notes += remarks
    _from_bylines(drafts, looks, facts, reading)
    if not facts.dates:
        _from_dateline(drafts, looks, facts, reading)
    _from_headline(text, headline, facts, rulebook)
    if outlet := outlet_of(facts.url or facts.canonical, rulebook):
        facts.add(facts.publishers, "url", outlet)
    title, title_from = best(facts.titles)
    publisher, publisher_from = best(facts.publishers)
    author, author_from = best((source, _person(name, reading)) for source, name in facts.authors)
    published, published_from = best_date(facts, reading)
    return Article(
        name=name,
        text=text,
        blocks=tuple(item.freeze() for item in drafts),
        url=facts.url,
        canonical=facts.canonical,
        title=title,
        title_from=title_from,
        publisher=publisher,
        publisher_from=publisher_from,
        author=author,
        author_from=author_from,
        published=published,
        published_from=published_from,
        language=language,
        notes=tuple(dict.fromkeys(facts.notes)),
    )


def _names(looks: list[Look], facts: Facts, reading: ReadingRules) -> Names:
    """Authors and outlets as far as they are known before the furniture is; bylines among the first lines included."""
    authors = [_person(name, reading) for _, name in facts.authors[:_FEW]]
    for seen in looks[:_FIRST]:
        if 0 < seen.count <= reading.lines.heading_words and (name := _person(seen.words, reading)) != seen.words:
            authors.append(name)
    outlets = tuple(dict.fromkeys(name for _, name in facts.publishers[:_FEW]))
    return Names(tuple(dict.fromkeys(name for name in authors if " " in name)), outlets)


def _from_bylines(drafts: list[Draft], looks: list[Look], facts: Facts, reading: ReadingRules) -> None:
    """Author and date from the lines that were found to be bylines; the author also from a box about them."""
    for item, seen in zip(drafts, looks, strict=True):
        if item.rule != "byline":
            continue
        for rule, pattern in reading.bylines:
            found = pattern.fullmatch(seen.words)
            if not found:
                continue
            parts = found.groupdict()
            facts.add(facts.authors, rule.gives, parts.get("person"))
            facts.add(facts.publishers, rule.gives, parts.get("outlet"))
            if (words := parts.get("date")) and (date := from_words(words, reading)):
                facts.dates.append((rule.gives, date))
            break
    shape = reading.person
    for item, seen in zip(drafts, looks, strict=True):
        if item.rule.startswith("bio") and (found := shape.match(seen.words)):
            facts.add(facts.authors, "bio", found[0])
            break


def _from_dateline(drafts: list[Draft], looks: list[Look], facts: Facts, reading: ReadingRules) -> None:
    """The date that the report itself opens with, behind the place it comes from."""
    opening = [seen for item, seen in zip(drafts, looks, strict=True) if not item.rule and seen.prose][:_OPENING]
    for seen in opening:
        for pattern in reading.datelines:
            found = pattern.match(seen.words)
            if found and (date := from_words(found["date"], reading)):
                facts.dates.append(("dateline", date))
                return


def _person(words: str, reading: ReadingRules) -> str:
    """Just the name where an author field holds a whole byline."""
    for _, pattern in reading.bylines:
        if (found := pattern.fullmatch(words)) and (name := found.groupdict().get("person")):
            return name
    return words


def _from_headline(text: str, headline: Draft | None, facts: Facts, rulebook: Rulebook) -> None:
    """Title and outlet from the headline; the title block ends before the outlet's name."""
    known = [value for _, value in facts.publishers]
    facts.titles = [
        (source, split_title(value, known, facts.url or facts.canonical, rulebook)[0]) for source, value in facts.titles
    ]
    if headline is None:
        return
    words, outlet = split_title(text[headline.start : headline.end], known, facts.url or facts.canonical, rulebook)
    headline.end = headline.start + len(words)
    facts.add(facts.publishers, "title", outlet)
    facts.add(facts.titles, "heading", words.strip('"“”* '))
