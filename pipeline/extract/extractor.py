"""The extractor: one article in, its claims out. Read it top down; every step has a file of its own.
All state of one article lives in local variables, so one extractor serves any number of articles.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from pipeline.extract.assemble import Assembler
from pipeline.extract.cues.context import ContextReader
from pipeline.extract.cues.finder import CueFinder
from pipeline.extract.cues.leaks import Leaks
from pipeline.extract.cues.modality import ModalityReader
from pipeline.extract.cues.plans import Plans
from pipeline.extract.cues.qualify import Qualifier
from pipeline.extract.draft import Draft
from pipeline.extract.mentions.laidout import LaidOutNames
from pipeline.extract.mentions.licensed import LicensedCores
from pipeline.extract.mentions.nodes import Nodes
from pipeline.extract.mentions.reader import MentionReader
from pipeline.extract.mentions.sites import Sites
from pipeline.extract.quantities.coregroups import CoreGroups
from pipeline.extract.quantities.counted import CountedNames
from pipeline.extract.quantities.durations import Durations
from pipeline.extract.quantities.parts import Parts
from pipeline.extract.quantities.shorthand import Shorthand
from pipeline.extract.settle import (
    Settler,
    drop_repeated,
    drop_retold,
    settle_weak,
    share_change,
    share_focus,
    share_list,
    share_owner,
    share_subject,
)
from pipeline.extract.subjects.discourse import Discourse
from pipeline.extract.subjects.endings import Endings
from pipeline.extract.subjects.linker import SubjectLinker
from pipeline.extract.subjects.reference import ReferenceResolver
from pipeline.extract.subjects.ties import Openings, is_its_name, is_tied
from pipeline.extract.tables.cells import CellScene, cell_scenes
from pipeline.extract.tables.cellunits import CellUnits
from pipeline.extract.tables.flat import FlatTables
from pipeline.extract.text.plain import PlainView, plain_article, running
from pipeline.extract.text.scene import Findings, Hit, Mention, Sentence
from pipeline.extract.text.sentences import SentenceCutter
from pipeline.extract.text.tokenizer import build_nlp
from pipeline.extract.text.words import Spellings, Words
from pipeline.extract.values.deals import Deals
from pipeline.extract.values.events import EventReader
from pipeline.extract.values.money import MoneyReader
from pipeline.extract.values.periods import Periods
from pipeline.extract.values.previous import PreviousValues
from pipeline.extract.values.ratios import RatioReader
from pipeline.extract.values.relations import RelationReader
from pipeline.extract.values.shared import SharedValues
from pipeline.extract.values.stated import StatedReader
from pipeline.extract.values.texts import Possible, TextReader
from pipeline.measure import DateReader, QuantityReader, Tokens
from pipeline.model import Article, Block, BlockKind, DateMention, DateValue, Quantity, Reading
from pipeline.rulebook import Rulebook, undisturbed

_REMEMBERED = 5_000  # cells


@dataclass(frozen=True, slots=True)
class _Whole:
    """What all sentences of one article share."""

    found: Findings
    discourse: Discourse
    texts: Possible
    published: DateValue | None
    press: bool
    sentences: Sequence[Sentence]
    titled: frozenset[str]
    drafts: list[Draft] = field(default_factory=list)

    @property
    def tokens(self) -> Words:
        return self.found.tokens


class Extractor:
    """Reads claims out of articles. Building it takes a second; extracting takes milliseconds."""

    @undisturbed()
    def __init__(self, rulebook: Rulebook) -> None:
        self.nlp = build_nlp()
        self._spellings = Spellings(self.nlp.vocab)
        self._rulebook = rulebook
        units = rulebook.unit_system
        self._mentions = MentionReader(self.nlp, rulebook)
        self._cues = CueFinder(self.nlp, rulebook)
        self._syntax = rulebook.syntax
        self._dates = DateReader(rulebook)
        self._quantities = QuantityReader(rulebook, self._dates)
        self._counted = CountedNames(rulebook, self._quantities)
        self._parts = Parts(rulebook)
        # tables say "2 GB" again and again
        read = lru_cache(_REMEMBERED)(self._quantities.read)
        self._units, self._flat = CellUnits(rulebook, read), FlatTables(rulebook, read)
        self._cores = CoreGroups(rulebook, self._quantities)
        self._durations = Durations(rulebook, self._quantities, units)
        self._shorthand = Shorthand(rulebook, self._quantities)
        self._owned_beside = tuple(map(rulebook.syntax.lowered, ("owned-beside", "values-joined")))
        self._clause_joined = rulebook.syntax.lowered("clause-joined")
        self._change_behind = rulebook.syntax.lowered("change-behind")
        self._list_of_one = rulebook.syntax.lowered("list-of-one")
        self._contrasted = rulebook.syntax.lowered("contrasted")
        self._generic = rulebook.syntax.regex("generic-subject")
        self._cutter = SentenceCutter(rulebook.cues.abbreviations, rulebook.cues.longest_sentence)
        self._references = ReferenceResolver(rulebook)
        self._licensed = LicensedCores(rulebook)
        self._next_item = rulebook.scoring.subject.next_item
        self._laid_out = LaidOutNames(rulebook)
        self._nodes, self._sites = Nodes(rulebook), Sites(rulebook)
        self._linker = SubjectLinker(rulebook)
        self._endings = Endings(rulebook, self._linker.carriers)
        self._ratios = RatioReader(rulebook)
        self._texts = TextReader(rulebook)
        self._events, self._deals = EventReader(rulebook), Deals(rulebook)
        self._money = MoneyReader(rulebook)
        self._relations = RelationReader(rulebook)
        self._previous = PreviousValues(rulebook, self._relations)
        self._stated = StatedReader(rulebook, self._previous, self._money, units)
        self._shared = SharedValues(rulebook)
        self._settler = Settler(rulebook, self._relations)
        self._openings = Openings(rulebook)
        self._plans, self._leaks = Plans(rulebook), Leaks(rulebook)
        self._context = ContextReader(rulebook)
        self._modality = ModalityReader(rulebook)
        self._qualifier = Qualifier(rulebook)
        self._periods = Periods(rulebook)
        self._result = rulebook.attributes.result
        self._headings = {h.lower(): a.id for a in rulebook.attributes.attribute for h in a.headings}
        self._assembler = Assembler(rulebook, units)

    @undisturbed()
    def extract(self, article: Article) -> Reading:
        """All claims of an article, in order of place; an article without any gives an empty reading."""
        names = self._mentions
        cuts = names.glued_rows.cuts(article.text)
        view = PlainView(running(article), names.are_glued, names.glue, names.owners, cuts)
        plain = plain_article(article, view)
        found = self._find(plain)
        plain = self._flat.rebuilt(plain, found)
        sentences = list(self._cutter.cut(plain))
        found.deal(sentences)
        self._references.name_members(sentences)
        title = _title_mentions(sentences)
        discourse = Discourse(self._rulebook, sentences, title)
        press = any(h.kind == "press_release" for h in found.hits if h.start < 1500)
        whole = _Whole(
            found,
            discourse,
            self._texts.within(plain.text),
            plain.published,
            press,
            sentences,
            frozenset(m.name for m in title),
        )
        drafts = whole.drafts
        tables = [block for block in plain.blocks if block.kind is BlockKind.TABLE]
        for sentence in sentences:
            while tables and tables[0].start < sentence.start:
                drafts += self._table(plain, tables.pop(0), whole)
            self._references.resolve(sentence, discourse)
            discourse.said = self._sentence(sentence, whole)
            drafts += discourse.said
            discourse.advance(sentence)
        for block in tables:
            drafts += self._table(plain, block, whole)
        settle_weak(drafts)
        self._settler.baselines(drafts, sentences, discourse.topic if discourse.titled else None)
        self._qualifier.share_market(drafts, sentences)
        self._plans.settle(drafts, plain.published, self._leaks.told_of(sentences) if drafts else ())
        claims = self._assembler.assemble(article, view, [d for d in drop_retold(drafts) if d.subjects])
        return Reading(article=article, claims=claims, dates=tuple(_moved(d, view) for d in found.dates))

    def _find(self, article: Article) -> Findings:
        """Everything recognised in the text, wherever it stands."""
        doc = self.nlp.make_doc(article.text)
        words, tokens = Words(doc, article.text, self._spellings), Tokens(article.text)
        mentions = self._licensed.as_products(self._mentions.read(doc, words), words.low)
        mentions = self._sites.add(self._nodes.add(mentions, words.low), words.source, words.low)
        hits = self._cues.find(doc, words)
        hits += [Hit(m.start, m.end, "attr", self._result, "cues") for m in mentions if m.type == "benchmark"]
        quantities = self._parts.whole(article.text, self._quantities.read_tokens(tokens))
        quantities = self._counted.add(article.text, mentions, quantities)
        quantities = self._durations.join(words.low, quantities)
        quantities = self._shorthand.add(words.low, quantities)
        dates = self._dates.read_tokens(tokens, article.published)
        found = Findings(words, mentions, quantities, dates, sorted(hits, key=lambda h: h.start))
        self._laid_out.add(article, found)
        found.quantities = self._cores.add(article.text, _apart(quantities, found.mentions))
        return found

    def _sentence(self, sentence: Sentence, whole: _Whole) -> list[Draft]:
        """The drafts of one sentence, linked to their subjects."""
        until = self._context.asks_from(sentence)
        if until <= sentence.start:
            return []
        tokens, discourse = whole.tokens, whole.discourse
        self._units.in_line(sentence)
        lead, asked = discourse.frames.attributes(sentence.block), discourse.frames.asked(sentence)
        told = {d.attribute for d in discourse.said}
        stated = self._stated.read(sentence, tokens, asked, list_lead=lead, last_told=told)
        texts = [d for d in self._texts.read(sentence, whole.texts) if d.subjects or not self._linker.is_product(d)]
        stated = self._deals.worth(sentence, stated, whole.drafts, whole.sentences, whole.titled)
        drafts = stated + self._ratios.read(sentence, tokens, stated) + texts
        drafts += self._events.read(sentence, tokens, whole.published, asked, lead)
        drafts += self._relations.read(sentence, discourse.topic, discourse.focus())
        drafts += self._deals.read(sentence, discourse.said, whole.drafts, whole.titled)
        drafts = [d for d in drafts if d.end <= until]
        self._periods.note(sentence, discourse, whole.published)
        if not drafts:
            self._shared.share([], sentence, discourse.said)
            return []
        self._periods.fill(drafts, tokens, discourse, whole.published)
        focus = [] if self._generic.match(sentence.text) else discourse.focus()
        spent = self._spend(texts, focus, tokens)
        words = {id(d) for d in texts}
        contrasted = self._contrasted.match(sentence.low)
        contrast = sentence.start + contrasted.end() if contrasted else 0
        kept = []
        for draft in drafts:
            if self._context.negated(draft, tokens):
                continue
            self._qualifier.fill(draft, tokens, asked)
            if id(draft) not in words:
                draft.barred = (*draft.barred, *spent)
                if not draft.subjects:
                    self._linker.link(draft, focus if draft.focus else [], tokens)
            if (
                self._openings.is_loose(draft)
                or is_its_name(draft)
                or (draft.tentative and not is_tied(draft))
                or draft.start < contrast <= _first(draft)
            ):
                continue
            draft.attribution = self._context.attribution(draft)
            frame = discourse.frames.modality(sentence.block)
            frame = frame or discourse.frames.of_things([m.name for m in draft.subjects])
            draft.modality = self._modality.of(draft, tokens, whole.published, whole.press, frame)
            kept.append(draft)
        self._qualifier.share_scope(kept)
        self._settler.benchmarks(kept, discourse.benchmark, workload=discourse.workload)
        self._qualifier.in_turn(kept)
        share_subject(kept, self._clause_joined)
        share_list(kept, self._list_of_one, self._next_item)
        share_focus(kept, self._linker.carriers)
        share_owner(kept, *self._owned_beside)
        share_change(kept, self._change_behind)
        self._endings.share(kept, sentence)
        self._settler.respectively(kept, sentence, discourse.together.within_reach(sentence))
        self._settler.together(kept, sentence)
        self._settler.versus(kept, sentence)
        self._shared.share(kept, sentence, discourse.said)
        return self._money.split(drop_repeated(self._previous.settle(kept)))

    def _spend(self, texts: Sequence[Draft], focus: Sequence[Mention], tokens: Words) -> tuple[str, ...]:
        """Link values that are names; what is said of a thing so ("built on Hopper") carries nothing else here. What is
        said of nothing ("each Hopper GPU has") may.
        """
        naming = [draft for draft in texts if draft.barred]
        own = {id(draft): draft.barred for draft in naming}
        said = tuple(name for draft in naming for name in draft.barred)
        for draft in naming:
            draft.barred = (*draft.barred, *said)
            if not draft.subjects:
                self._linker.link(draft, focus if draft.focus else [], tokens)
        spent = [d for d in naming if d.subjects or self._linker.compared_at(d) >= 0]
        barred = tuple(name for draft in spent for name in own[id(draft)])
        for draft in texts:
            if not draft.barred:
                draft.barred = barred
                if not draft.subjects:
                    self._linker.link(draft, focus if draft.focus else [], tokens)
        return barred

    def _table(self, article: Article, block: Block, whole: _Whole) -> list[Draft]:
        """The drafts of all cells of a table."""
        things = frozenset(self._linker.things)
        scenes = cell_scenes(article, block, whole.found, things, self._units, self._syntax, self._headings)
        return [draft for scene in scenes for draft in self._cell(scene, whole)]

    def _cell(self, scene: CellScene, whole: _Whole) -> list[Draft]:
        """The drafts of one table cell; its column's or row's thing carries them, or what the text is about."""
        sentence, tokens, discourse = scene.sentence, whole.tokens, whole.discourse
        stated = self._stated.read(sentence, tokens, scene.label, scene.label_text)
        drafts = stated + self._ratios.read(sentence, tokens, stated, scene.label)
        drafts += self._texts.read(sentence, whole.texts)
        drafts += self._events.read(sentence, tokens, None, scene.label)
        self._periods.fill(drafts, tokens)
        kept = []
        for draft in drafts:
            self._qualifier.fill(draft, tokens, scene.label)
            if scene.setting and draft.attribute == self._result:
                draft.qualifiers.setdefault("variant", scene.setting)
            carriers = self._linker.carriers(draft.attribute)
            draft.modality = self._modality.of_label(scene.label)
            around = scene.subjects or discourse.focus()
            draft.subjects = [m for m in around if m.type in carriers][: None if scene.subjects else 1]
            if draft.subjects:
                draft.subject_score = 2.0
                draft.rules.append("subject.table")
                kept.append(draft)
        named = {(m.start, m.end) for m in whole.found.mentions if m.type == "benchmark"} if scene.label else set()
        plain = any(
            h.key == self._result
            and h.value == "cues"
            and h.end - h.start == len(scene.label_text)
            and (h.start, h.end) not in named
            for h in scene.label
        )
        self._settler.benchmarks(kept, discourse.benchmark, "" if plain else scene.label_text)
        return self._money.split(kept)


def _apart(quantities: Sequence[Quantity], mentions: Sequence[Mention]) -> list[Quantity]:
    """Quantities that are no part of a name, nor take its first word for what they count."""
    kept, at = [], 0
    for quantity in quantities:
        while at < len(mentions) and mentions[at].end <= quantity.start:
            at += 1
        if at < len(mentions) and mentions[at].type != "company":
            mention = mentions[at]
            opened = quantity.dimension == "core" and mention.start < quantity.end < mention.end  # "two Core Ultra 5"
            if mention.start <= quantity.start or opened:
                continue
        kept.append(quantity)
    return kept


def _first(draft: Draft) -> int:
    """Where the first of the subjects that its sentence names stands; the end of the sentence where it names none."""
    named = [m.start for m in draft.subjects if m.how != "focus"]
    return min(named, default=draft.sentence.end)


def _title_mentions(sentences: Sequence[Sentence]) -> list[Mention]:
    """Mentions in the title; where none is marked, in the first sentence."""
    titled = [m for s in sentences if s.block.kind is BlockKind.TITLE for m in s.mentions]
    return titled or [m for s in sentences[:1] for m in s.mentions]


def _moved(date: DateMention, view: PlainView) -> DateMention:
    """A date expression with its offsets in the source text."""
    start, end = view.raw(date.start, date.end)
    return date.model_copy(update={"start": start, "end": end})
