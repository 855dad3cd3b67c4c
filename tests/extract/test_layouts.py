"""The same facts in every layout of lists and tables that pages use: each gives the same claims, also of things that no
list knows.
"""

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
MAKERS = {
    "GeForce RTX 5080": "Nvidia ",
    "Radeon RX 9070 XT": "AMD ",
    "Arc B580": "Intel ",
    "Galaxy S25 Ultra": "Samsung ",
    "Pixel 9 Pro": "Google ",
}
SINGLE = "The {name} is a {noun}, and this is all that we know of it so far."


def written(layout, title, lead, body):
    body = layout.get("open", "") + body + layout.get("close", "")
    return (PAGE if layout.get("html") else TEXT).format(title=title, lead=lead, body=body)


def told(layout, text, extractor, rulebook):
    read = read_html if layout.get("html") else read_text
    return sorted(map(shown, extractor.extract(read("layout", text, rulebook, published="2026-04-01")).claims))


def expected(kind, things):
    facts = [(n, claim) for fact in kind["facts"] for n, claims in enumerate(fact["claims"]) for claim in claims]
    return sorted(f"{MAKERS.get(things[n], '')}{things[n]} | {claim}" for n, claim in facts if n < len(things))


def items(layout, kind, at):
    return "".join(layout["item"].format(label=f["label"], value=f["values"][at]) for f in kind["facts"])


def several(layout, kind, things, body, extractor, rulebook):
    text = written(layout, "News of the week", SEVERAL.format(**kind), body)
    return told(layout, text, extractor, rulebook)


KINDS = pytest.mark.parametrize(
    ("kind", "things"),
    [(kind, things) for kind in DATA["kind"] for things in kind["things"]],
    ids=lambda value: value[0] if isinstance(value, list) else value["nouns"],
)


@KINDS
@pytest.mark.parametrize("layout", DATA["one"], ids=lambda layout: layout["name"])
def test_what_is_told_of_one_thing(layout, kind, things, extractor, rulebook):
    name = things[0]
    text = written(layout, f"{name} launched", SINGLE.format(name=name, **kind), items(layout, kind, 0))
    claims = [c for c in expected(kind, [name]) if c.split(" | ")[1] not in layout.get("but", ())]
    assert told(layout, text, extractor, rulebook) == claims


@KINDS
@pytest.mark.parametrize("layout", DATA["each"], ids=lambda layout: layout["name"])
def test_what_is_told_of_several_one_by_one(layout, kind, things, extractor, rulebook):
    parts = (
        layout["head"].format(name=name) + items(layout, kind, at) + layout.get("foot", "\n")
        for at, name in enumerate(things)
    )
    assert several(layout, kind, things, "".join(parts), extractor, rulebook) == expected(kind, things)


@KINDS
@pytest.mark.parametrize("layout", DATA["grid"], ids=lambda layout: layout["name"])
def test_what_is_told_of_several_side_by_side(layout, kind, things, extractor, rulebook):
    if layout.get("known") and things[0] not in MAKERS:
        return  # where one name ends and the next begins is known of listed ones alone
    head = [layout["corner"]] if layout["corner"] else []
    rows = [[*head, *things], *([f["label"], *f["values"]] for f in kind["facts"])]
    body = "".join(layout["between"].join(row) + layout["end"] for row in rows)
    assert several(layout, kind, things, body, extractor, rulebook) == expected(kind, things)


@KINDS
@pytest.mark.parametrize("layout", DATA["lines"], ids=lambda layout: layout["name"])
def test_what_is_told_of_several_line_by_line(layout, kind, things, extractor, rulebook):
    facts = [fact for fact in kind["facts"] if fact["label"] in layout["facts"]]
    if len(facts) == len(layout["facts"]):
        values = [{fact["label"]: fact["values"][at] for fact in facts} for at in range(len(things))]
        body = "".join(layout["line"].format(name=name, **values[at]) for at, name in enumerate(things))
        assert several(layout, kind, things, body, extractor, rulebook) == expected({"facts": facts}, things)


@pytest.mark.parametrize("text", DATA["strangers"])
def test_what_only_looks_like_a_name_is_none(text, extractor, rulebook):
    assert told({}, f"News of the week\n\n{text}", extractor, rulebook) == []
