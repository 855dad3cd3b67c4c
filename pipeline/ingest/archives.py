"""Web archives, WARC and ARC: the pages among their records as documents, streamed, as archives may be of any size.
Pictures, scripts, redirects and the like are counted in one line an archive, and damage is named in another.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import BinaryIO
from urllib.parse import urlsplit

from pipeline.ingest.captures import Capture, Damage, Found, Revisit
from pipeline.ingest.content import Opened, counted, web_address
from pipeline.ingest.httpmessage import Answer, TooLargeError, read_answer
from pipeline.ingest.kinds import Kind, kind_of
from pipeline.model import Document, Form, Rejected
from pipeline.rulebook.reading import ReadingRules

_NAMED = 6


def open_archive(name: str, key: str, stream: BinaryIO, start: bytes, rules: ReadingRules) -> Iterator[Opened]:
    """The pages of an archive in a seekable ``stream``; ``start`` are its first bytes, unpacked. Raises nothing."""
    others: Counter[str] = Counter()
    first: Damage | None = None
    damages = pages = 0
    stream.seek(0)
    for found in _records(stream, start, rules.limits.record_bytes):
        if isinstance(found, Damage):
            first, damages = first or found, damages + 1
        elif isinstance(found, Revisit):
            others["without content (revisits)"] += 1
        else:
            result = _capture(name, key, found, rules)
            if isinstance(result, str):
                others[result] += 1
            else:
                pages += isinstance(result, Document)
                yield result
    if others:
        yield Rejected(name=name, reason=_summary(others), skipped=bool(pages))
    if first is not None:
        places = counted(damages, "place")
        reason = f"the web archive is damaged in {places}, first near byte {first.near:,} ({first.what})"
        yield Rejected(name=name, reason=f"{reason}; what lies there is lost, the rest was read; fetch it again")
    if not (pages or others or damages):
        yield Rejected(name=name, reason="a web archive without a page in it; give one with response records")


def _records(stream: BinaryIO, start: bytes, limit: int) -> Iterator[Found]:
    if start.startswith(b"filedesc:"):
        from pipeline.ingest.arcs import arc_records

        return arc_records(stream, limit)
    from pipeline.ingest.warcs import warc_records

    return warc_records(stream, limit)


def _capture(name: str, key: str, capture: Capture, rules: ReadingRules) -> Opened | str:
    """One capture as a document; or what it is instead of an article, in words that follow a count."""
    url = web_address(capture.url)
    place = url or f"{name} {capture.place}"
    limit = rules.limits.record_bytes
    remedy = "save its article as a page, or raise record_bytes in reading.toml (--rules)"
    if len(capture.block) > limit:
        return Rejected(name=place, url=url, reason=f"a record larger than {limit:,} bytes; {remedy}")
    try:
        answer = Answer(200, capture.media, "", capture.block) if capture.is_file else read_answer(capture.block, limit)
    except TooLargeError:
        return Rejected(name=place, url=url, reason=f"a record that unpacks to more than {limit:,} bytes; {remedy}")
    if answer is None:
        return "without an HTTP answer"
    if answer.status != 200:
        return f"with status {answer.status}"
    if other := _no_article(url, answer, rules):
        return other
    cut = ("the record breaks off; read as far as it goes",) if len(capture.block) < capture.size else ()
    when = (f"archived on {capture.date}",) if capture.date else ()
    return Document(
        name=place,
        key=f"url:{url}" if url else f"{key}#{capture.place}",
        data=answer.body,
        form=Form.PAGE if "html" in answer.media else Form.GUESS,
        charset=answer.charset,
        known={"url": url} if url else {},
        known_from="archive",
        notes=(*when, *answer.notes, *cut),
    )


def _no_article(url: str, answer: Answer, rules: ReadingRules) -> str:
    """What an answer is that is no article; empty where it may be one."""
    if not answer.body.strip():
        return "empty"
    if not answer.media and kind_of(answer.body) is not Kind.PAGE:
        return "of no stated media type"
    if answer.media and answer.media not in rules.archive.media:
        return answer.media[:40]
    path = urlsplit(url).path.lower()
    return next((ending.lstrip("/") for ending in rules.archive.not_paths if path.endswith(ending)), "")


def _summary(others: Counter[str]) -> str:
    """How many records are no articles, and what they are."""
    ranked = sorted(others.items(), key=lambda item: (-item[1], item[0]))
    named = [f"{number:,} {what}" for what, number in ranked[:_NAMED]]
    rest = sum(number for _, number in ranked[_NAMED:])
    kinds = ", ".join([*named, *([f"{rest:,} others"] if rest else [])])
    total = others.total()
    return f"{counted(total, 'record')} {'is no article' if total == 1 else 'are no articles'}: {kinds}"
