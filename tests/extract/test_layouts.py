"""The same facts in every layout of lists and tables that pages use: each gives the same claims."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from pipeline.ingest import read_html, read_text
from tests.extract.test_tables import shown

DATA = tomllib.loads((Path(__file__).parent / "layouts.toml").read_text(encoding="utf-8"))
PAGE = (
    "<html><head><title>{title}</title></head><body><article><h1>{title}</h1><p>{lead}</p>{body}"
    "<p>That is all there is to say for now, but more will be known in the coming weeks.</p></article></body></html>"
)
TEXT = "{title}\n\n{lead}\n\n{body}"
SEVERAL = "Here is what we know of the new {nouns} so far, and what they have to offer."
SINGLE = "The {name} is here, and this is all that we know of it so far."


def written(layout, title, lead, body):
    body = layout.get("open", "") + body + layout.get("close", "")
    return (PAGE if layout.get("html") else TEXT).format(title=title, lead=lead, body=body)


def told(layout, text, extractor, rulebook):
    read = read_html if layout.get("html") else read_text
    return sorted(map(shown, extractor.extract(read("layout", text, rulebook, published="2026-04-01")).claims))


def expected(kind, things):
    names = {"GeForce RTX 5080": "Nvidia ", "Radeon RX 9070 XT": "AMD ", "Arc B580": "Intel "}
    names |= {"Galaxy S25 Ultra": "Samsung ", "Pixel 9 Pro": "Google "}
    facts = [(n, claim) for fact in kind["facts"] for n, claims in enumerate(fact["claims"]) for claim in claims]
    return sorted(f"{names.get(things[n], '')}{things[n]} | {claim}" for n, claim in facts if n < len(things))


def items(layout, kind, at):
    return "".join(layout["item"].format(label=f["label"], value=f["values"][at]) for f in kind["facts"])


@pytest.mark.parametrize("kind", DATA["kind"], ids=lambda kind: kind["nouns"])
@pytest.mark.parametrize("layout", DATA["one"], ids=lambda layout: layout["name"])
def test_what_is_told_of_one_thing(layout, kind, extractor, rulebook):
    name = kind["things"][0]
    text = written(layout, f"{name} launched", SINGLE.format(name=name), items(layout, kind, 0))
    assert told(layout, text, extractor, rulebook) == expected(kind, [name])


@pytest.mark.parametrize("kind", DATA["kind"], ids=lambda kind: kind["nouns"])
@pytest.mark.parametrize("layout", DATA["each"], ids=lambda layout: layout["name"])
def test_what_is_told_of_several_one_by_one(layout, kind, extractor, rulebook):
    parts = (
        layout["head"].format(name=name) + items(layout, kind, at) + layout.get("foot", "\n")
        for at, name in enumerate(kind["things"])
    )
    text = written(layout, "News of the week", SEVERAL.format(**kind), "".join(parts))
    assert told(layout, text, extractor, rulebook) == expected(kind, kind["things"])


@pytest.mark.parametrize("kind", DATA["kind"], ids=lambda kind: kind["nouns"])
@pytest.mark.parametrize("layout", DATA["grid"], ids=lambda layout: layout["name"])
def test_what_is_told_of_several_side_by_side(layout, kind, extractor, rulebook):
    head = [layout["corner"]] if layout["corner"] else []
    rows = [[*head, *kind["things"]], *([f["label"], *f["values"]] for f in kind["facts"])]
    body = "".join(layout["between"].join(row) + layout["end"] for row in rows)
    text = written(layout, "News of the week", SEVERAL.format(**kind), body)
    assert told(layout, text, extractor, rulebook) == expected(kind, kind["things"])
