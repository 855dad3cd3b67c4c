"""Gives drafts their roles: title, headings without a mark, questions of a FAQ, captions, foreign paragraphs.
Runs after the forms are known; furniture is found between the first and the second half of it.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise

from pipeline.ingest.drafts import Draft
from pipeline.ingest.furniture import Look, is_label
from pipeline.ingest.language import language_name, language_of
from pipeline.model import BlockKind
from pipeline.rulebook.reading import LanguageRules, ReadingRules

_LABELLED = re.compile(r"[A-Z][^:.!?]{1,40}: \S")
_CAPTION_WORDS = 60
_WORDS = (BlockKind.PARAGRAPH, BlockKind.ITEM, BlockKind.CAPTION)
_TOLD = (*_WORDS, BlockKind.TITLE, BlockKind.HEADING, BlockKind.QUESTION, BlockKind.TABLE)


def captions(drafts: list[Draft], looks: list[Look], reading: ReadingRules) -> None:
    """Image credits and captions; a credit that ends in a colon takes the name on the next line with it."""
    open_credit = False
    for item, seen in zip(drafts, looks, strict=True):
        if item.kind is not BlockKind.PARAGRAPH or not 0 < seen.count <= _CAPTION_WORDS:
            open_credit = False
        elif open_credit and is_label(seen, reading):
            item.kind, open_credit = BlockKind.CAPTION, False
        elif any(rule.pattern.fullmatch(seen.words) for rule in reading.caption):
            item.kind, open_credit = BlockKind.CAPTION, seen.words.endswith(":")
        else:
            open_credit = False


def italic_captions(text: str, drafts: list[Draft]) -> None:
    """A paragraph wholly in italics right before an image credit is that image's caption."""
    for item, after in pairwise(drafts):
        if item.kind is BlockKind.PARAGRAPH and after.kind is BlockKind.CAPTION:
            words = text[item.start : item.end]
            if len(words) > 2 and words[0] == words[-1] and words[0] in "*_" and words[1] != words[0]:
                item.kind = BlockKind.CAPTION


def nested(drafts: list[Draft], looks: list[Look], reading: ReadingRules) -> None:
    """An item that says no more than what the items below it are of is their heading: "X100", "Display:"."""
    for (item, seen), (after, _) in pairwise(zip(drafts, looks, strict=True)):
        if item.kind is not BlockKind.ITEM or after.kind is not BlockKind.ITEM or after.level <= item.level:
            continue
        words = seen.words.rstrip(": ")
        ends = not words or words[-1] in reading.lines.final + ",;"
        if not ends and words[0].isupper() and ": " not in words and seen.count <= reading.lines.heading_words:
            item.kind, item.level = BlockKind.HEADING, 6


def headings(text: str, drafts: list[Draft], looks: list[Look], reading: ReadingRules, page: bool) -> None:
    """Short lines that stand alone before other text are headings; four or more in a row are a bare list, and so are
    two or three behind a line that announces them with a colon.

    A ``page`` that marks its headings has no unmarked ones, but for lines in bold.
    """
    marked_only = page and any(item.marked and item.level > 1 for item in drafts)
    kept = [at for at, item in enumerate(drafts) if item.kind is not BlockKind.FURNITURE]
    run: list[int] = []
    announced = False  # whether what stands before the run ends in a colon
    for at in [*kept, len(drafts)]:
        if at < len(drafts) and _stands_alone(text, drafts[at], looks[at], reading):
            run.append(at)
            continue
        follows = at < len(drafts) and not drafts[at].marked
        listed = len(run) >= 4 or (announced and len(run) > 1 and not any(drafts[plain].bold for plain in run))
        listed = listed or (len(run) > 1 and all(_tells(looks[plain].words) for plain in run))
        heads = run[-1:] if listed else run
        if not follows:
            heads = [] if listed else heads[:-1]
        elif listed and len(run) < 4 and any(map(str.isdigit, looks[run[-1]].words)):
            heads = []
        heads = [*heads, *_over_labels(run, looks)] if listed else heads
        for plain in run:
            bold = drafts[plain].bold
            if bold or (not marked_only and (plain in heads or plain == kept[0])):
                drafts[plain].kind, drafts[plain].level = BlockKind.HEADING, 3 if bold else 2
            elif listed:
                drafts[plain].kind, drafts[plain].level = BlockKind.ITEM, 1
        run = []
        announced = follows and _announces(drafts[at], looks[at])


def _tells(words: str) -> bool:
    """True for a label or a name with its figure: "X100: 16 GB"."""
    match = _LABELLED.match(words)
    return match is not None and any(map(str.isdigit, words[match.end() - 1 :]))


def _over_labels(run: list[int], looks: list[Look]) -> list[int]:
    """The lines of a bare list that stand over two or more with a label: "X100 specifications", "Memory: 16 GB"."""
    labelled = [_LABELLED.match(looks[at].words) is not None for at in run]
    return [at for n, at in enumerate(run) if not labelled[n] and all(labelled[n + 1 : n + 3]) and n + 2 < len(run)]


def _announces(item: Draft, seen: Look) -> bool:
    """True for a line that ends in a colon: a list may follow without its marks."""
    return item.kind in _WORDS and not item.bold and seen.words.endswith(":")


def _stands_alone(text: str, item: Draft, seen: Look, reading: ReadingRules) -> bool:
    """A paragraph of one short line without a full stop, beginning like a heading."""
    shapes = reading.lines
    if item.kind is not BlockKind.PARAGRAPH or not seen.words or item.end - item.start > shapes.heading_chars:
        return False
    words = seen.words.split()
    last = seen.words.rstrip("\"'”’»)")[-1:]
    if len(words) > shapes.heading_words or "\n" in text[item.start : item.end]:
        return False
    if not last or last in ".!…,;" or seen.words[0].islower() or not any(map(str.isalpha, seen.words)):
        return False
    if last == ":" and not item.bold:
        long = [word for word in words if len(word) > 3]
        return len(words) > 1 and sum(not word[0].islower() for word in long) > 0.8 * len(long)
    return True


def title(drafts: list[Draft], looks: list[Look]) -> Draft | None:
    """Makes the article's headline its title and returns it: the first first-level heading before the text, else
    the first heading there; None where the text begins without one.
    """
    first: Draft | None = None
    for item, seen in zip(drafts, looks, strict=True):
        if item.kind is BlockKind.HEADING:
            if item.marked and item.level == 1:
                first = item
                break
            first = first or item
        elif item.kind is not BlockKind.FURNITURE and (seen.prose or item.kind is BlockKind.TABLE):
            break
    if first is not None:
        first.kind, first.level = BlockKind.TITLE, 0
    return first


def questions(drafts: list[Draft], looks: list[Look], reading: ReadingRules) -> None:
    """Headings that ask, below a heading of a FAQ."""
    inside, depth = False, 0
    for item, seen in zip(drafts, looks, strict=True):
        if item.kind is not BlockKind.HEADING:
            asks = seen.words.endswith("?") and seen.count <= 2 * reading.lines.heading_words
            if inside and item.kind is BlockKind.PARAGRAPH and asks:
                item.kind = BlockKind.QUESTION
            continue
        if any(rule.pattern.fullmatch(seen.words) for rule in reading.faq):
            inside, depth = True, item.level
        elif inside and seen.words.endswith("?"):
            item.kind = BlockKind.QUESTION
        elif inside and item.level <= depth:
            inside = False


def languages(drafts: list[Draft], looks: list[Look], reading: ReadingRules, declared: str) -> tuple[str, list[str]]:
    """The article's language, and remarks on what is in another one than the home language, which becomes foreign.

    The words decide; ``declared`` is what page or sidecar say, and names the language where the words are too few to
    tell. Titles, tables and other short blocks are in the language of the article's prose.
    """
    rules = reading.language
    weights: Counter[str] = Counter()
    for item, seen in zip(drafts, looks, strict=True):
        if item.kind in _WORDS and (code := language_of(seen.words, rules)):
            item.language = code
            weights[code] += seen.count
    if not weights:
        together = [seen for item, seen in zip(drafts, looks, strict=True) if item.kind in _TOLD]
        if code := language_of(" ".join(seen.words for seen in together), rules):
            weights[code] = 1
    main = declared[:2].lower()
    if weights:
        main = min(weights, key=lambda code: (-weights[code], code))
    if weights and main != rules.home:
        return main, _foreign_article(drafts, main, rules)
    notes = [] if main in ("", rules.home) else [f"the article is in {language_name(main, rules)}"]
    number = 0
    for item in drafts:
        number += item.kind in _WORDS
        if item.kind in _WORDS and item.language not in ("", rules.home):
            item.kind = BlockKind.FOREIGN
            name = language_name(item.language, rules)
            notes.append(f"paragraph {number} is in {name} and was passed over")
    return main, notes


def _foreign_article(drafts: list[Draft], main: str, rules: LanguageRules) -> list[str]:
    """Makes everything foreign but the paragraphs in the home language, and says so."""
    read = 0
    for item in drafts:
        if item.language == rules.home:
            read += 1
        elif item.kind in _TOLD:
            item.kind, item.language = BlockKind.FOREIGN, item.language or main
    said = f"the article is in {language_name(main, rules)} and was passed over"
    if read:
        paragraphs = "paragraph" if read == 1 else f"{read} paragraphs"
        said += f", but for its {paragraphs} in {language_name(rules.home, rules)}"
    return [said]
