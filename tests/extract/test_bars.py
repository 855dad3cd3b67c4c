"""Every bar of rules/bars.toml holds in its examples and lets its counter-examples pass."""

from __future__ import annotations

import re

import pytest

from pipeline.extract.draft import Draft
from pipeline.extract.subjects.bars import Bars
from pipeline.extract.text.scene import Mention, Sentence
from pipeline.model import Block, BlockKind, TextValue
from pipeline.rulebook import load
from pipeline.rulebook.bars import Bar

BARS = load().bars.bar
MARK = re.compile(r"<([^>]+)>|\[([^\]]+)\]")


def attribute_of(bar: Bar) -> str:
    """An attribute that the bar concerns."""
    known = load().attributes.attribute
    flagged = (a for a in known if any(getattr(a, flag) for flag in bar.having))
    return next(a.id for a in (flagged if bar.having else known) if not bar.kinds or a.kind in bar.kinds)


def read(bar: Bar, marked: str, kind: str) -> tuple[Mention, Draft]:
    """The mention in <> and the value in [] of a sentence."""
    text, spans, at = "", {}, 0
    for match in MARK.finditer(marked):
        text += marked[at : match.start()]
        spans["mention" if match[1] else "value"] = (len(text), len(text) + len(match[1] or match[2]))
        text += match[1] or match[2]
        at = match.end()
    text += marked[at:]
    mention = Mention(*spans["mention"], "Orbit", kind, rule=bar.found_by)
    sentence = Sentence(0, len(text), Block(kind=BlockKind.PARAGRAPH, start=0, end=len(text)), text, 0, [mention])
    start, end = spans["value"]
    return mention, Draft(sentence, attribute_of(bar), TextValue(text="x"), start, end, start, end, 1.0)


@pytest.mark.parametrize("bar", BARS, ids=lambda bar: bar.id)
def test_examples(bar: Bar) -> None:
    bars = Bars(load().model_copy(update={"bars": load().bars.model_copy(update={"bar": (bar,)})}))
    for kind in bar.types or ("chip", "company"):
        assert [e for e in bar.examples if not bars.hold(*read(bar, e, kind))] == []
        assert [e for e in bar.not_examples if bars.hold(*read(bar, e, kind))] == []


@pytest.mark.parametrize("bar", [bar for bar in BARS if bar.types], ids=lambda bar: bar.id)
def test_a_mention_of_another_type_is_free(bar: Bar) -> None:
    bars = Bars(load().model_copy(update={"bars": load().bars.model_copy(update={"bar": (bar,)})}))
    assert not bars.hold(*read(bar, bar.examples[0], "benchmark"))


def test_what_another_sentence_names_is_free() -> None:
    bar = next(bar for bar in BARS if bar.id == "former-owner")
    mention, draft = read(bar, bar.examples[0], "company")
    bars = Bars(load())
    assert bars.hold(mention, draft)
    draft.sentence.start, draft.sentence.end = 500, 600
    assert not bars.hold(mention, draft)
