"""Whatever is left out for speed changes nothing: each shortcut is held against the long way, on any text."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from spacy.tokenizer import Tokenizer
from spacy.vocab import Vocab

from pipeline.extract import Extractor, build_nlp
from pipeline.extract.mentions.names import patterns
from pipeline.extract.text.plain import _CAPITAL, _MARKUP, _OWNED
from pipeline.extract.text.scene import Mention, Sentence, dealt, within
from pipeline.extract.text.words import Words
from pipeline.extract.values.texts import Possible
from pipeline.ingest import read_text
from pipeline.measure import QuantityReader
from pipeline.model import Article, Block, BlockKind, Reading
from pipeline.rulebook import load
from tests.kin import extractor
from tests.walks import walks

RULEBOOK = load()
QUANTITIES = QuantityReader(RULEBOOK)
NLP = build_nlp()
FAST = NLP.tokenizer
EVERY_WORD = Tokenizer(Vocab(), {}, FAST.prefix_search, FAST.suffix_search, FAST.infix_finditer)
NEEDING = [rule for rule in RULEBOOK.attributes.text_value if rule.needs]
BITS = [
    *("a", "bc", "A", "É", "s", "'s", "’s", "_", "*", "**", "\\", "[", "](", "x)", "!", "http://", "https://", "www."),
    *("\n", "1", "12 ", " ", "\t", "\u200b", "\u00ad", "M5 Pro", "chip", ".", ",", "-", "—", "3.5", "two", "Half", "½"),
    *("GB", "TheM5", "1990s", "DON'T", "it's", "x86-64", "end.Next", "(7nm)", "…", "%", "٣", "ﬁ", "İ"),
]
TEXTS = st.one_of(st.text(max_size=80), st.lists(st.sampled_from(BITS), max_size=20).map("".join))
CASES = tomllib.loads(Path(__file__).with_name("sentences.toml").read_text(encoding="utf-8"))["case"]
PROSE = Block(kind=BlockKind.PARAGRAPH, start=0, end=0)
GUARDED = [pattern.id for pattern in RULEBOOK.syntax.pattern if pattern.needs]
SIGNED = [pattern.id for pattern in RULEBOOK.syntax.pattern if pattern.signs]
CASELESS = [
    pattern.id for pattern in RULEBOOK.syntax.pattern if "(?-i:" not in RULEBOOK.syntax.regex(pattern.id).pattern
]
PLACES = st.lists(st.integers(0, 30), max_size=12).map(sorted)
SAID = [case["text"] for case in CASES] + [
    re.sub(r"[\[\]]", "", example)
    for rule in RULEBOOK.attributes.text_value
    for example in (*rule.examples, *rule.not_examples)
]
OLD_MARKUP = re.compile(
    r"!?\[(?=[^\[\]]{0,300}\]\()|\]\([^)\s]{0,2000}\)?|(?:https?://|www\.)[^\s\])>]{1,2000}|\\(?=[.\-*_()\[\]~#+!$])"
    r"|\[\d{1,3}\](?=[A-Za-z])|\*(?!(?<=\d\*)\d|(?<=\d \*) \d)\*{0,2}"
    r"|(?<!\w)_{1,3}(?=\w)|(?<=\w)_{1,3}(?!\w)|[\u200b-\u200f\u2060\ufeff\u00ad]"
    r"|(?<=[A-Za-z%)])¹(?!\w)|(?<=[A-LO-SU-Za-lo-su-z%)])[²³](?!\w)"
)
OLD_GLUED = re.compile(r"(?<=[a-z]{2})(?=[A-Z])|(?<=[\w]['’]s)(?=[A-Za-z])")


@cache
def matching(name: str) -> st.SearchStrategy[str]:
    return st.from_regex(RULEBOOK.syntax.regex(name))


def patterns_and_texts(names: list[str], *others: st.SearchStrategy[str]) -> st.SearchStrategy[tuple[str, str]]:
    """One of the patterns, with a text that it finds something in or with any other."""
    either = st.sampled_from(names)
    return either.flatmap(lambda name: st.tuples(st.just(name), st.one_of(matching(name), TEXTS, *others)))


def sentence(text: str) -> Sentence:
    return Sentence(0, len(text), PROSE, text, 0)


def examples_of(name: str) -> list[str]:
    (pattern,) = (pattern for pattern in RULEBOOK.syntax.pattern if pattern.id == name)
    shown = [re.sub(r"[\[\]]", "", example) for example in (*pattern.examples, *pattern.not_examples)]
    return [*shown, *map(str.upper, shown)]


# Sentences that stop short of what a pattern wants, with long words, lists and runs of one sign.
HOSTILE = [
    "likely customers including hyperscalers, neoclouds and governments remain undisclosed.",
    "leaked documentation describing semiconductor manufacturing, though",
    "expected " + "pneumonoultramicroscopicsilicovolcanoconiosis" * 3 + "!",
    *(
        f"{word} " + "a-b/c'd " * 60 + "§"
        for word in ("the", "up to", "possible", "with", "laptops with", "16 cores (4")
    ),
    *(f"revenue {word} " + "a" * 300 + "§" for word in ("of", "from", "in", "for", "with", "than", "by", "to", ",")),
    "scored 5,100 points" + ",1" * 200 + " x",
    "faster than the " + "-" * 200 + "§",
    "on par with the " + "a-" * 400 + "§",
    "1 , above " * 120 + "§",
    "(" * 200 + "1" * 200 + ", " * 200 + "is " * 200,
]


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: text[:20])
def test_no_pattern_loses_itself_in_a_hostile_sentence(text):
    small = [RULEBOOK.syntax.lowered(name) for name in CASELESS]
    for pattern in (*(RULEBOOK.syntax.regex(pattern.id) for pattern in RULEBOOK.syntax.pattern), *small):
        whole = pattern.fullmatch(f"{text.lower()}§")
        assert whole is None or whole.end() == len(text) + 1
        assert all(match.end() <= len(text) for match in pattern.finditer(text))


MANY = settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))


@MANY
@given(st.sampled_from(NEEDING).flatmap(lambda rule: st.tuples(st.just(rule), st.from_regex(rule.pattern))))
def test_every_match_of_a_pattern_holds_what_the_rule_needs(drawn):
    rule, text = drawn
    assert any(piece in text for piece in rule.needs)


def holds_a_word_that_it_needs(name: str, text: str) -> bool:
    return not RULEBOOK.syntax.regex(name).search(text) or sentence(text).holds(RULEBOOK.syntax.needs(name))


def holds_one_of_its_signs(name: str, text: str) -> bool:
    found = RULEBOOK.syntax.regex(name).search(text)
    return not found or any(sign in text.lower() for sign in RULEBOOK.syntax.signs(name))


def is_found_in_small_letters(name: str, text: str) -> bool:
    pattern, small = RULEBOOK.syntax.regex(name), RULEBOOK.syntax.lowered(name)
    return [m.span() for m in small.finditer(sentence(text).low)] == [m.span() for m in pattern.finditer(text)]


@pytest.mark.parametrize("name", GUARDED)
def test_every_match_of_a_guarded_pattern_holds_a_word_that_it_needs(name):
    inside = ("{}", "0{}", "{}0", "a{}", "_{}_")  # also where a word begins earlier or goes on
    written = [frame.format(text) for text in walks(RULEBOOK.syntax.regex(name), 400) for frame in inside]
    found = [text for text in written if RULEBOOK.syntax.regex(name).search(text)]
    assert [text for text in found if not holds_a_word_that_it_needs(name, text)] == []


@MANY
@given(patterns_and_texts(GUARDED, TEXTS))
def test_every_other_text_with_a_match_holds_a_word_that_the_pattern_needs(drawn):
    assert holds_a_word_that_it_needs(*drawn)


@MANY
@given(patterns_and_texts(SIGNED, st.sampled_from(SAID)))
def test_every_match_of_a_pattern_holds_one_of_its_signs(drawn):
    assert holds_one_of_its_signs(*drawn)


@MANY
@given(patterns_and_texts(CASELESS, st.sampled_from(SAID), TEXTS.map(str.upper)))
def test_a_pattern_finds_the_same_in_small_letters(drawn):
    assert is_found_in_small_letters(*drawn)


@pytest.mark.parametrize(
    ("names", "true_of"),
    [
        (GUARDED, holds_a_word_that_it_needs),
        (SIGNED, holds_one_of_its_signs),
        (CASELESS, is_found_in_small_letters),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_all_that_is_shown_of_a_pattern_comes_out_so(names, true_of):
    shown = [(name, text) for name in names for text in examples_of(name)]
    assert len(shown) > len(names)
    assert [case for case in shown if not true_of(*case)] == []


@settings(max_examples=80, deadline=None)
@given(st.one_of(st.lists(st.sampled_from(SAID), max_size=4).map(" ".join), TEXTS))
def test_head_nouns_are_found_in_small_letters_where_they_stand(text):
    resolver = ONLY_POSSIBLE._references._nouns._phrases
    said = sentence(text)
    assert len(said.low) == len(text)
    for short, pattern in ((resolver._head, resolver._head.pattern), (resolver._owned, resolver._owned.pattern)):
        slow = [match.span() for match in re.finditer(pattern, text, re.IGNORECASE)]
        assert [match.span() for match in short.finditer(said.low)] == slow
        assert not slow or said.holds(resolver._needs)


@given(PLACES, PLACES, st.integers(1, 9))
def test_what_is_dealt_out_lies_within_each_stretch(starts, stretches, length):
    items = [Mention(start, start + length, "", "") for start in starts]
    places = [Mention(start, start + 7, "", "") for start in stretches]
    assert list(dealt(items, places)) == [within(items, place.start, place.end) for place in places]


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(SAID), min_size=1, max_size=8).map(" ".join))
def test_what_is_made_without_validation_is_valid(text):
    reading = ONLY_POSSIBLE.extract(read_text("any.txt", text, RULEBOOK, published="2026-04-01"))
    assert isinstance(reading.article, Article)
    assert Reading.model_validate(reading.model_dump()) == reading
    assert all(type(q).model_validate(q.model_dump()) == q for q in QUANTITIES.read(text))


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(SAID), min_size=1, max_size=8).map(" ".join))
def test_the_same_is_said_when_every_rule_and_word_is_tried(text):
    article = read_text("any.txt", text, RULEBOOK, published="2026-04-01")
    assert EVERY_RULE.extract(article) == ONLY_POSSIBLE.extract(article)


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_what_may_hold_no_number_holds_none(text):
    if QUANTITIES.read(text):
        assert QUANTITIES.may_hold(text)


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_markup_that_opens_with_a_plain_character_is_what_it_was(text):
    assert [m.span() for m in _MARKUP.finditer(text)] == [m.span() for m in OLD_MARKUP.finditer(text)]
    glued = [m.start() for m in _CAPITAL.finditer(text)] + [m.end() for m in _OWNED.finditer(text)]
    assert sorted(set(glued)) == [m.start() for m in OLD_GLUED.finditer(text)]


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_plain_words_are_cut_as_they_would_be_anyway(text):
    doc = NLP.make_doc(text)
    words = Words(doc, text)
    assert words.texts == [token.text for token in EVERY_WORD(text)]
    assert words.starts == [token.idx for token in doc]
    assert words.lowers == [token.text.lower() for token in doc]


@settings(max_examples=300, deadline=None)
@given(TEXTS.map(str.lower))
def test_a_phrase_of_plain_words_is_cut_like_a_text(text):
    (pattern,) = patterns(NLP, [text])
    if isinstance(pattern, list):
        assert pattern == [token.lower for token in NLP.make_doc(text)]


def test_most_names_and_cues_are_plain_words_and_cut_like_texts():
    extractor = ONLY_POSSIBLE
    phrases = [*extractor._mentions._finder.surfaces, *extractor._cues._meanings]
    plain = [(p, cut) for p, cut in zip(phrases, patterns(NLP, phrases), strict=True) if isinstance(cut, list)]
    assert len(plain) > 0.95 * len(phrases)
    assert [phrase for phrase, cut in plain if cut != [token.lower for token in NLP.make_doc(phrase)]] == []


@pytest.mark.parametrize("run", ["_" * 5000, "(" * 5000, "’s" * 2500, "a" + "!" * 5000, "_" * 5000 + "end"])
def test_a_long_run_of_signs_is_not_taken_apart_sign_by_sign(run):
    assert len(NLP.make_doc(f"It has {run} here.")) < 9


class EveryRule(Possible):
    """All rules, whatever a sentence names."""

    def fitting(self, types, text):
        return self._rules


def _trying_all() -> Extractor:
    """An extractor that tries every text rule on every sentence, and every word for a name."""
    rules = tuple(rule.model_copy(update={"needs": ()}) for rule in RULEBOOK.attributes.text_value)
    attributes = RULEBOOK.attributes.model_copy(update={"text_value": rules})
    extractor = Extractor(RULEBOOK.model_copy(update={"attributes": attributes}))
    reader = extractor._texts
    reader.within = lambda text: EveryRule(reader._rules, (), {})
    extractor._mentions._new._likely = lambda words: range(len(words))
    return extractor


EVERY_RULE, ONLY_POSSIBLE = _trying_all(), extractor()
