"""Our scorer and the guideline's reference scorer give the same totals, on gold that was bent in every way."""

from __future__ import annotations

import importlib.util
import json
import random
from pathlib import Path
from typing import Any

import pytest

from pipeline.api import Pipeline
from pipeline.evaluate.claims import score_claims
from pipeline.evaluate.corpus import GoldClaim, load_corpus
from pipeline.export.records import claim_record
from pipeline.model import Claim, DateValue, Modality, NumberValue, TextValue
from pipeline.rulebook import Rulebook

UNITS = {"GB/s": ("TB/s", 1e-3), "TB/s": ("GB/s", 1e3), "GB": ("TB", 1e-3), "W": ("kW", 1e-3), "": ("%", 100)}
FOLDERS = ["articles", "seeds"]


def reference(shared: Path) -> Any:
    spec = importlib.util.spec_from_file_location("score_claims", shared / "score_claims.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def bent(gold: tuple[GoldClaim, ...], seed: int) -> list[Claim]:
    """Predictions out of gold: most left as they are, some bent in one part, some doubled, some left out."""
    dice = random.Random(seed)
    claims = []
    for number, line in enumerate(gold):
        for copy in range(dice.choice((0, 1, 1, 1, 1, 2))):
            claims.append(bend(line, f"{number}.{copy}", dice, gold))
    dice.shuffle(claims)
    return claims


def bend(line: GoldClaim, ident: str, dice: random.Random, gold: tuple[GoldClaim, ...]) -> Claim:
    how = dice.randrange(12)
    other = dice.choice(gold)
    value = line.value
    if isinstance(value, NumberValue):
        low, high, unit = value.low, value.high, value.unit
        if how == 0 and low is not None:
            low, high = low * 1.004, high
            high = max(high, low) if high is not None else None
        elif how == 1 and low is not None:
            low, high = low * 3, None
        elif how == 2 and unit in UNITS:
            unit, factor = UNITS[unit]
            low, high = (None if end is None else end * factor for end in (low, high))
        elif how == 3 and low is not None:
            high = None
        value = NumberValue(low=low, high=high, unit=unit, approx=dice.random() < 0.5)
    elif isinstance(value, DateValue) and how < 3:
        value = DateValue(date_start=value.date_start, date_end=max(value.date_end, other_day(value, dice)))
    elif isinstance(value, TextValue) and how < 3:
        value = TextValue(text=dice.choice((f"{value.text} memory", value.text.upper(), "nothing", value.text[:-1])))
    qualifiers = dict(line.qualifiers)
    if how == 4:
        qualifiers["baseline"] = dice.choice((other.subject, "predecessor", "a comparable x86 instance"))
    if how == 5:
        qualifiers.pop("baseline", None)
    return Claim(
        id=ident,
        article=f"some/where/{line.article}" if how == 6 else line.article,
        subject=other.subject if how == 7 else f"the {line.subject} GPU" if how == 8 else line.subject,
        subject_type="chip",
        attribute=other.attribute if how == 9 else line.attribute,
        value=value,
        qualifiers=qualifiers,
        modality=dice.choice(list(Modality)) if how == 10 else line.modality,
        quote=line.quote,
        start=0,
        end=len(line.quote),
        value_start=0,
        value_end=len(line.quote),
    )


def other_day(value: DateValue, dice: random.Random) -> Any:
    return value.date_end.replace(year=value.date_end.year + dice.choice((0, 1)), day=28)


@pytest.mark.parametrize("folder", FOLDERS)
@pytest.mark.parametrize("seed", range(5))
def test_totals_are_those_of_the_reference_scorer(shared_dir: Path, rulebook: Rulebook, folder: str, seed: int) -> None:
    scorer = reference(shared_dir)
    corpus = load_corpus(shared_dir / folder)
    claims = bent(corpus.claims, seed)
    ours = score_claims(corpus.claims, claims, rulebook, {})
    for by, scores in (("attribute", ours.by_attribute), ("article", ours.by_article)):
        gold = scorer.load(shared_dir / folder / "gold.jsonl")
        predicted = json.loads(json.dumps([claim_record(claim) for claim in claims]))
        total, groups, _, _ = scorer.score(gold, predicted, by)
        theirs = tuple(total[name] for name in ("tp", "full", "fp", "fn"))
        assert (ours.total.right, ours.total.full, ours.total.wrong, ours.total.missed) == theirs
        for name, group in groups.items():
            score = scores[name]
            assert (score.right, score.full, score.wrong, score.missed) == tuple(
                group[field] for field in ("tp", "full", "fp", "fn")
            ), name
    assert 0 < ours.total.right < ours.total.gold
    assert ours.total.wrong > 0


@pytest.mark.parametrize("folder", FOLDERS)
def test_totals_are_the_same_on_what_the_pipeline_says(shared_dir: Path, rulebook: Rulebook, folder: str) -> None:
    scorer = reference(shared_dir)
    corpus = load_corpus(shared_dir / folder)
    table = Pipeline(rulebook).run(corpus.inputs)
    ours = score_claims(corpus.claims, table.claims, rulebook, {}).total
    predicted = json.loads(json.dumps([claim_record(claim) for claim in table.claims]))
    total, _, _, _ = scorer.score(scorer.load(shared_dir / folder / "gold.jsonl"), predicted)
    assert (ours.right, ours.full, ours.wrong, ours.missed) == tuple(total[name] for name in ("tp", "full", "fp", "fn"))
    assert ours.right > 0
