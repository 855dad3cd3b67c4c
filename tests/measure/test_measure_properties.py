"""What holds for any text: no exception, spans inside it, no overlap, the number is in the words it stands on."""

from __future__ import annotations

import datetime as dt
import math

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.measure import DateReader, QuantityReader
from pipeline.measure.tokens import Tokens
from pipeline.model import DateValue
from pipeline.rulebook import load

QUANTITIES = QuantityReader(load())
DATES = DateReader(load())
DAY = dt.date(2026, 5, 20)
SPOKEN = r"""
up to over about more than 5 12 144 3.5 1,000 .5 1/2 ½ 2026 20 70B 5K 99 per cent % $ € US$ USD yen billion
half a third of the one three dozen hundreds thousands two-thirds twice triple x × 3x GB GB/s Gb/s Tbps per
second month / - – — to and or , . ; : ( ) [ ] ' " + ~ < > degrees Celsius °C C F A m mm² nm inch hours years
old ago last next May June Q3 H2 FY27 Wednesday today M890 GPT-5.5 RTX 4090 cores GPUs customers between from
rose fell by U . S . minus | * _ ^ # @ www. https:// e 10 ^ 9 ⁹ ² º ″ early late mid week fiscal first second
quarter half of year decade since in
"""
WORDS = [*SPOKEN.split(), "\n"]
TEXTS = st.one_of(
    st.text(max_size=200),
    st.lists(st.sampled_from(WORDS), max_size=40).map(" ".join),
    st.lists(st.sampled_from(WORDS), max_size=40).map("".join),
)
REFERENCES = st.one_of(
    st.none(),
    st.dates().map(lambda d: DateValue(date_start=d, date_end=d)),
    st.just(DateValue(date_start=dt.date(2026, 5, 1), date_end=dt.date(2026, 5, 31))),
)


@settings(max_examples=500, deadline=None, derandomize=True)
@given(TEXTS)
def test_quantities_lie_in_the_text_in_order_and_apart(text):
    end = 0
    for q in QUANTITIES.read(text):
        assert end <= q.start < q.end <= len(text)
        assert 0 <= q.phrase_start <= q.start
        assert q.end <= q.phrase_end <= len(text)
        assert not text[q.start].isspace()
        assert not text[q.end - 1].isspace()
        end = q.end


@settings(max_examples=500, deadline=None, derandomize=True)
@given(TEXTS)
def test_a_quantity_is_a_valid_record_with_finite_ends(text):
    for q in QUANTITIES.read(text):
        assert type(q).model_validate(q.model_dump()) == q
        assert q.low <= q.high
        assert math.isfinite(q.low)
        assert math.isfinite(q.high)
        assert q.dimension


@settings(max_examples=400, deadline=None, derandomize=True)
@given(TEXTS, REFERENCES)
def test_dates_lie_in_the_text_in_order_and_apart(text, reference):
    end = 0
    for mention in DATES.read(text, reference):
        assert end <= mention.start < mention.end <= len(text)
        end = mention.end


@settings(max_examples=200, deadline=None, derandomize=True)
@given(TEXTS)
def test_without_a_reference_no_date_is_relative(text):
    assert not any(m.relative for m in DATES.read(text, None))


@settings(derandomize=True)
@given(st.integers(0, 10**9), st.sampled_from(["GB", "W", "GHz", "percent", "mAh", "tokens", "nm"]))
def test_a_planted_quantity_is_found_with_its_value(number, unit):
    text = f"It was measured at {number:,} {unit} in all."
    (found,) = [q for q in QUANTITIES.read(text) if q.end - q.start >= len(f"{number:,} {unit}")]
    assert found.low == found.high == number


@settings(derandomize=True)
@given(st.dates(dt.date(1950, 1, 1), dt.date(2199, 12, 31)), st.sampled_from(["%B {d}, %Y", "{d} %B %Y", "%Y-%m-%d"]))
def test_a_planted_day_is_found(day, form):
    text = f"It came on {day.strftime(form).replace('{d}', str(day.day))} at last."
    (found,) = DATES.read(text)
    assert found.value == DateValue(date_start=day, date_end=day)


@settings(derandomize=True)
@given(st.text(max_size=300))
def test_tokens_cover_all_but_spaces(text):
    tokens = Tokens(text)
    spans = list(zip(tokens.starts, tokens.ends, strict=True))[: tokens.count]
    assert [text[a:b] for a, b in spans] == tokens.words[: tokens.count]
    covered = "".join(text[a:b] for a, b in spans)
    assert [c for c in covered if not c.isspace()] == [c for c in text if not c.isspace()]


HOSTILE = [
    "1",
    "1,",
    "1-",
    "1,000,",
    "1.",
    "-",
    " ",
    "one ",
    "twenty-",
    "1 to ",
    "a ",
    "$",
    "up to ",
    "May ",
    "2026-",
    "of ",
    "5 GB per ",
    "\n",
    "@",
    "www.",
    "half ",
    "(",
    "1/",
    "x",
    "1e",
]


def test_hostile_repetition_takes_no_more_steps_than_letters(monkeypatch):
    """Looks at tokens, counted instead of timed: a text twice as long may take at most a little over twice as many."""
    looks = 0
    glued = Tokens.glued

    def counting(self, i):
        nonlocal looks
        looks += 1
        return glued(self, i)

    monkeypatch.setattr(Tokens, "glued", counting)
    for piece in HOSTILE:
        counts = []
        for length in (4_000, 8_000):
            looks = 0
            text = piece * (length // len(piece))
            QUANTITIES.read(text)
            DATES.read(text, DateValue(date_start=DAY, date_end=DAY))
            counts.append(looks)
        assert counts[1] <= 2.2 * counts[0] + 200, piece
