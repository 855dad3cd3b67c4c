"""The extractor: one article in, its claims out. Read it top down; every step has a file of its own.
All state of one article lives in local variables, so one extractor serves any number of articles and threads of work.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import spacy
from spacy.language import Language

from pipeline.extract.assemble import Assembler
from pipeline.extract.attribute import AttributeChooser
from pipeline.extract.context import ContextReader
from pipeline.extract.cuefinder import CueFinder
from pipeline.extract.draft import Draft
from pipeline.extract.events import EventReader
from pipeline.extract.labels import list_label
from pipeline.extract.mentions import MentionReader
from pipeline.extract.money import MoneyReader
from pipeline.extract.numbers import is_delta, is_vague, number_value
from pipeline.extract.plain import PlainView, plain_article
from pipeline.extract.previous import is_previous, settle_previous, split_changes
from pipeline.extract.qualify import Qualifier
from pipeline.extract.ratios import RatioReader
from pipeline.extract.reference import Discourse
from pipeline.extract.relations import RelationReader
from pipeline.extract.scene import Hit, Mention, Sentence, Tokens
from pipeline.extract.sentences import SentenceCutter, within
from pipeline.extract.settle import settle_benchmarks, settle_weak
from pipeline.extract.subject import SubjectLinker, is_loose, is_tied
from pipeline.extract.tables import CellScene, cell_scenes
from pipeline.extract.texts import TextReader
from pipeline.extract.tokenizer import build_tokenizer
from pipeline.measure import DateReader, QuantityReader
from pipeline.model import Article, BlockKind, DateMention, Quantity, Reading
from pipeline.rulebook import Rulebook
from pipeline.rulebook.attributes import Attribute
from pipeline.units import UnitSystem

_THINGS = frozenset({"chip", "system", "device", "model", "series", "architecture", "process", "interface", "company"})


def build_nlp() -> Language:
    """A blank English pipeline with the tokenizer for tech news."""
    nlp = spacy.blank("en")
    nlp.tokenizer = build_tokenizer(nlp)
    return nlp


class Extractor:
    """Reads claims out of articles. Building it takes a second; extracting takes milliseconds."""

    def __init__(self, rulebook: Rulebook) -> None:
        self.nlp = build_nlp()
        self._rulebook = rulebook
        self._mentions = MentionReader(self.nlp, rulebook)
        self._cues = CueFinder(self.nlp, rulebook)
        self._quantities = QuantityReader(rulebook)
        self._dates = DateReader(rulebook)
        self._cutter = SentenceCutter(rulebook.cues.abbreviations)
        self._chooser = AttributeChooser(rulebook)
        self._linker = SubjectLinker(rulebook)
        self._ratios = RatioReader(rulebook)
        self._texts = TextReader(rulebook)
        self._events = EventReader(rulebook)
        self._money = MoneyReader(rulebook)
        self._relations = RelationReader(rulebook)
        self._context = ContextReader(rulebook)
        self._qualifier = Qualifier(rulebook)
        self._assembler = Assembler(rulebook, UnitSystem(rulebook.units_file))

    def extract(self, article: Article) -> Reading:
        """All claims of an article, in order of place; an article without any gives an empty reading."""
        source = article
        view = PlainView(article.text, self._mentions.is_known, self._mentions.glue)
        article = plain_article(article, view)
        doc = self.nlp.make_doc(article.text)
        tokens = Tokens(doc)
        mentions = self._mentions.read(doc)
        hits = self._cues.find(doc)
        dates = self._dates.read(article.text, article.published)
        quantities = _apart(self._quantities.read(article.text), mentions)
        sentences = []
        for sentence in self._cutter.cut(article):
            sentence.mentions = within(mentions, sentence.start, sentence.end)
            sentence.quantities = within(quantities, sentence.start, sentence.end)
            sentence.dates = within(dates, sentence.start, sentence.end)
            sentence.hits = within(hits, sentence.start, sentence.end)
            sentence.hits += [
                Hit(m.start, m.end, "attr", "benchmark_score", "cues")
                for m in sentence.mentions
                if m.type == "benchmark"
            ]
            sentences.append(sentence)
        prose = [m for s in sentences for m in s.mentions]
        discourse = Discourse(self._rulebook, prose, _title_mentions(article, sentences))
        press = any(h.kind == "press_release" for h in hits if h.start < 1500)
        drafts: list[Draft] = []
        tables = [b for b in article.blocks if b.kind is BlockKind.TABLE]
        for sentence in sentences:
            while tables and tables[0].start < sentence.start:
                drafts += self._table(article, tables.pop(0), mentions, quantities, dates, hits, discourse, tokens)
            discourse.resolve(sentence)
            drafts += self._sentence(sentence, discourse, tokens, article, press)
            discourse.advance(sentence)
        for block in tables:
            drafts += self._table(article, block, mentions, quantities, dates, hits, discourse, tokens)
        settle_weak(drafts)
        self._predecessors(drafts)
        claims = self._assembler.assemble(source, view, [d for d in drafts if d.subjects])
        return Reading(article=source, claims=claims, dates=tuple(_moved(d, view) for d in dates))

    def _sentence(
        self, sentence: Sentence, discourse: Discourse, tokens: Tokens, article: Article, press: bool
    ) -> list[Draft]:
        """The drafts of one sentence, linked to their subjects."""
        if not (sentence.quantities or sentence.dates or sentence.mentions or sentence.hits):
            return []
        if self._context.is_question(sentence):
            return []
        plain = self._plain(sentence, tokens)
        drafts = plain + self._ratios.read(sentence, tokens, plain)
        texts = self._texts.read(sentence)
        drafts += texts + self._events.read(sentence, tokens, article.published)
        drafts += self._relations.read(sentence, discourse.topic)
        spent = tuple(name for draft in texts for name in draft.barred)
        focus = discourse.focus()
        kept = []
        for draft in drafts:
            if self._context.negated(draft, tokens):
                continue
            self._qualifier.fill(draft, tokens)
            draft.barred = (*draft.barred, *spent)
            if not draft.subjects:
                usable = draft.focus and draft.attribute != "announcement_date"
                self._linker.link(draft, focus if usable else [], tokens)
            if draft.tentative and not is_tied(draft):
                continue
            if is_loose(draft):
                continue
            draft.attribution = self._context.attribution(draft)
            draft.modality = self._context.modality(draft, tokens, article.published, press)
            kept.append(draft)
        settle_benchmarks(kept, discourse.benchmark)
        _share_subject(kept)
        _respectively(kept, sentence)
        return self._money.split(settle_previous(kept, self._relations))

    def _plain(self, sentence: Sentence, tokens: Tokens, extra: tuple[Hit, ...] = (), label: str = "") -> list[Draft]:
        """Drafts of the quantities that state an attribute as they are."""
        drafts: list[Draft] = []
        last: tuple[Quantity, Attribute, float] | None = None
        for quantity in split_changes(sentence):
            if quantity.dimension == "ratio" or is_vague(quantity, sentence) or is_delta(quantity, sentence, tokens):
                continue
            own_extra, own_label = (extra, label) if extra or label else list_label(sentence, quantity)
            near = drafts and tokens.gap(drafts[-1].start, drafts[-1].end, quantity.start, quantity.end) <= 4
            earlier = drafts[-1].attribute if near else ""
            chosen = self._chooser.choose(quantity, sentence, tokens, own_extra, own_label, earlier)
            chosen = self._inherited(chosen, quantity, last, sentence)
            if chosen is None:
                continue
            attribute, score, used = chosen
            last = (quantity, attribute, score)
            draft = Draft(
                sentence,
                attribute.id,
                number_value(quantity, attribute),
                quantity.start,
                quantity.end,
                quantity.phrase_start,
                quantity.phrase_end,
                score,
                rules=[*quantity.rules, f"attribute.{attribute.id}"],
                evidence=[(h.start, h.end) for h in used],
                tentative=self._chooser.tentative(score),
                weak=all(h.value == "weak" for h in used),
            )
            draft.previous = is_previous(draft)
            drafts.append(draft)
        return self._money.settle(drafts, sentence)

    def _inherited(
        self,
        chosen: tuple[Attribute, float, list[Hit]] | None,
        quantity: Quantity,
        last: tuple[Quantity, Attribute, float] | None,
        sentence: Sentence,
    ) -> tuple[Attribute, float, list[Hit]] | None:
        """A number in a list takes the attribute of the one before it where its own words say nothing clearer."""
        if last is None or last[0].dimension != quantity.dimension or last[0].unit != quantity.unit:
            return chosen
        between = sentence.text[last[0].end - sentence.start : quantity.start - sentence.start]
        if len(between) > 60 or ";" in between or "." in between:
            return chosen
        score = last[2] * self._rulebook.scoring.attribute.inherited
        if (
            chosen is None
            or (chosen[0].id != last[1].id and self._chooser.tentative(chosen[1]))
            or (chosen[0].id == last[1].id and score > chosen[1])
        ):
            return (last[1], score, []) if not self._chooser.tentative(score) else chosen
        return chosen

    def _table(
        self,
        article: Article,
        block: object,
        mentions: Sequence[Mention],
        quantities: Sequence[Quantity],
        dates: Sequence[DateMention],
        hits: Sequence[Hit],
        discourse: Discourse,
        tokens: Tokens,
    ) -> list[Draft]:
        drafts: list[Draft] = []
        for scene in cell_scenes(article, block, mentions, quantities, dates, hits, _THINGS):  # type: ignore[arg-type]
            drafts += self._cell(scene, discourse, tokens)
        return drafts

    def _cell(self, scene: CellScene, discourse: Discourse, tokens: Tokens) -> list[Draft]:
        """The drafts of one table cell."""
        sentence = scene.sentence
        plain = self._plain(sentence, tokens, scene.label, scene.label_text)
        drafts = plain + self._ratios.read(sentence, tokens, plain, scene.label)
        drafts += self._texts.read(sentence) + self._events.read(sentence, tokens, None, scene.label)
        kept = []
        for draft in drafts:
            self._qualifier.fill(draft, tokens, scene.label)
            carriers = self._linker.carriers(draft.attribute)
            subjects = [m for m in scene.subjects if m.type in carriers] or (
                [m for m in discourse.focus() if m.type in carriers][:1] if not scene.subjects else []
            )
            if not subjects:
                continue
            draft.subjects, draft.subject_score = subjects, 2.0
            draft.rules.append("subject.table")
            kept.append(draft)
        return self._money.split(kept)

    def _predecessors(self, drafts: list[Draft]) -> None:
        """Where only "its predecessor" is said: the name, from the article itself or from the rules."""
        told = {
            s.name: d.value.text  # type: ignore[union-attr]
            for d in drafts
            if d.attribute == "predecessor"
            for s in d.subjects
        }
        last: Draft | None = None
        for draft in drafts:
            if not draft.attribute.endswith("_ratio") or not draft.subjects:
                continue
            name = draft.subjects[0].name
            stated = draft.qualifiers.get("baseline")
            if stated == "predecessor":
                stated = told.get(name) or self._relations.listed_predecessor(name) or "predecessor"
            elif stated is None:
                near = last is not None and last.sentence.block is draft.sentence.block
                stated = (
                    last.qualifiers["baseline"]
                    if near and last is not None
                    else (told.get(name) or self._relations.listed_predecessor(name) or "predecessor")
                )
                draft.qualifiers.pop("baselines", None)
            draft.qualifiers["baseline"] = stated
            last = draft


def _apart(quantities: Sequence[Quantity], mentions: Sequence[Mention]) -> list[Quantity]:
    """Quantities that are no part of a name."""
    kept, at = [], 0
    for quantity in quantities:
        while at < len(mentions) and mentions[at].end <= quantity.start:
            at += 1
        if at < len(mentions) and mentions[at].start <= quantity.start and mentions[at].type != "company":
            continue
        kept.append(quantity)
    return kept


def _title_mentions(article: Article, sentences: Sequence[Sentence]) -> list[Mention]:
    """Mentions in the title; where none is marked, in the first sentence."""
    titled = [m for s in sentences if s.block.kind is BlockKind.TITLE for m in s.mentions]
    return titled or [m for s in sentences[:1] for m in s.mentions]


def _respectively(drafts: list[Draft], sentence: Sentence) -> None:
    """ "The A and B cost $599 and $799": the n-th value goes to the n-th of the subjects that share them."""
    said = bool(sentence.of_kind("respectively"))
    by_attribute: dict[str, list[Draft]] = {}
    for draft in drafts:
        by_attribute.setdefault(draft.attribute, []).append(draft)
    for group in by_attribute.values():
        subjects = list({m.name: m for d in group for m in d.subjects}.values())
        listed = all(_listed(a, b, sentence) for a, b in pairwise(group))
        if len(subjects) == len(group) > 1 and (said or listed):
            for draft, subject in zip(group, subjects, strict=True):
                draft.subjects = [subject]
                draft.rules.append("subject.respectively")


def _listed(left: Draft, right: Draft, sentence: Sentence) -> bool:
    """True where only a comma or "and" stands between two values."""
    between = sentence.text[left.reach_end - sentence.start : right.reach_start - sentence.start]
    return between.strip(" ,") in {"", "and", "or", "&", "/"}


def _moved(date: DateMention, view: PlainView) -> DateMention:
    """A date expression with its offsets in the source text."""
    start, end = view.raw(date.start, date.end)
    return date.model_copy(update={"start": start, "end": end})


def _share_subject(drafts: list[Draft]) -> None:
    """Ratios listed in one sentence are about one thing: "50% faster at this, up to 3x faster at that"."""
    first: Draft | None = None
    for draft in drafts:
        if not draft.attribute.endswith("_ratio") or not draft.subjects:
            continue
        weak = draft.rules[-1] in {"subject.focus", "subject.after", "subject.baseline", "subject.before"}
        if first is not None and weak and draft.subject_score < first.subject_score:
            if {m.name for m in first.subjects} != {draft.qualifiers.get("baseline")}:
                draft.subjects, draft.subject_score = first.subjects, first.subject_score - 0.2
        elif first is None:
            first = draft
