"""A small hand-made table with everything that can go wrong in an output file."""

from __future__ import annotations

import datetime as dt

from pipeline.model import (
    Article,
    ArticleRow,
    Block,
    BlockKind,
    Cell,
    Claim,
    DateValue,
    Flag,
    Modality,
    Normalized,
    NumberValue,
    Severity,
    StatedValue,
    Table,
    TextValue,
    Verdict,
)

HOSTILE = '=HYPERLINK("http://x.invalid")<script>alert(1)</script>'
TEXTS = {
    "kestrel.html": 'Kestrel Labs says its K7 chip carries 96 GB of HBM3 memory & costs "$900" </script><b>now</b>.',
    "moor.txt": "The K7 has 96 GB, we hear. It moves 1.5 TB/s. Volume production starts in late 2027.",
}


def article(name: str) -> Article:
    text = TEXTS[name]
    block = Block(kind=BlockKind.PARAGRAPH, start=0, end=len(text))
    title = HOSTILE if name == "kestrel.html" else "A quiet note"
    return Article(name=name, text=text, blocks=(block,), title=title, url="https://kestrel.invalid/k7?a=1&b=2")


def claim(ident: str, name: str, quote: str, attribute: str, value: NumberValue | DateValue | TextValue) -> Claim:
    start = TEXTS[name].index(quote)
    return Claim(
        id=ident,
        article=name,
        subject="Kestrel K7",
        subject_type="chip",
        attribute=attribute,
        value=value,
        modality=Modality.ASSERTED,
        quote=quote,
        start=start,
        end=start + len(quote),
        value_start=start,
        value_end=start + len(quote),
        normalized=Normalized(low=96, high=96, unit="GB") if attribute == "memory_capacity" else None,
        origin=name.split(".")[0],
        rules=("memory_capacity.near", "unit.gb"),
        confidence=0.9,
    )


def gb(low: float | None, high: float | None) -> NumberValue:
    return NumberValue(low=low, high=high, unit="GB")


def table() -> Table:
    claims = (
        claim("c3", "moor.txt", "1.5 TB/s", "memory_bandwidth", NumberValue(low=1.5, high=1.5, unit="TB/s")),
        claim("c1", "kestrel.html", "96 GB of HBM3 memory", "memory_capacity", gb(96, 96)),
        claim("c2", "moor.txt", "96 GB", "memory_capacity", gb(96, 96)),
        claim(
            "c4",
            "moor.txt",
            "late 2027",
            "production_date",
            DateValue(date_start=dt.date(2027, 9, 1), date_end=dt.date(2027, 12, 31)),
        ),
        claim("c5", "kestrel.html", "HBM3", "memory_type", TextValue(text="HBM3")),
    )
    both = StatedValue(
        text="96 GB", articles=("kestrel.html", "moor.txt"), claims=("c1", "c2"), origins=("kestrel", "moor")
    )
    cells = (
        Cell(
            id="cell-memory_capacity",
            subject="Kestrel K7",
            subject_type="chip",
            attribute="memory_capacity",
            value="96 GB",
            low=96,
            high=96,
            unit="GB",
            verdict=Verdict.AGREEMENT,
            verdict_all=Verdict.AGREEMENT,
            reason="kestrel and moor both state 96 GB.",
            origins=("kestrel", "moor"),
            articles=("kestrel.html", "moor.txt"),
            claims=("c1", "c2"),
            values=(both,),
            first_published=dt.date(2026, 5, 1),
            last_published=dt.date(2026, 5, 3),
            pair=("c1", "c2"),
            explanation=("96 GB and 96 GB are equal.", "A third origin that states another number would change it."),
        ),
        Cell(
            id="cell-bandwidth",
            subject="Kestrel K7",
            subject_type="chip",
            attribute="memory_bandwidth",
            condition={"variant": "=SXM", "scope": "package"},
            value="-5",
            low=1500.5,
            unit="GB/s",
            verdict=Verdict.SINGLE_SOURCE,
            verdict_all=Verdict.DISAGREEMENT,
            reason="Only moor states it.",
            origins=("moor",),
            articles=("moor.txt",),
            claims=("c3",),
            likely_errors=("c3",),
        ),
    )
    flags = (
        Flag(
            kind="unit_slip",
            severity=Severity.ERROR,
            article="moor.txt",
            claim="c3",
            subject="Kestrel K7",
            attribute="memory_bandwidth",
            stated="-1.5 TB/s",
            suggested="@home",
            explanation="bits for bytes\nsecond line",
            start=TEXTS["moor.txt"].index("1.5"),
            end=TEXTS["moor.txt"].index("1.5") + 8,
        ),
    )
    rows = (
        ArticleRow(article="moor.txt", title="A quiet note", origin="moor", claims=3),
        ArticleRow(article="kestrel.html", title=HOSTILE, origin="kestrel", claims=2, published="2026-05-01"),
        ArticleRow(article="broken.bin", status="rejected", reason="not text"),
    )
    texts = tuple(article(name) for name in sorted(TEXTS))
    return Table(cells=cells, flags=flags, claims=claims, articles=rows, fingerprint="abc", texts=texts)
