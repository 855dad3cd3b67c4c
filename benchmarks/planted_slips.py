"""Slips planted one at a time into gold claims, and how many of them the table flags.

    python benchmarks/planted_slips.py [--trials 40] [--seed 5] [--missed] [--kinds NAME ...] [--] [FOLDER ...]

A FOLDER is a gold corpus (``gold/claims.jsonl`` beside ``articles/``, or one folder with ``gold.jsonl``). Without one,
``../shared/articles``, ``../shared/seeds``, ``corpus`` and ``benchmarks/slips`` are read as one batch, the last two
alone where the others are missing. Extraction plays no part: a slip changes one gold claim, and the words of its
article where its digits stand there; then the whole table is built again. A slip is found when its claim, or the
passage in which it stands, carries a flag that it did not carry before. Claims that the batch flags above info by
itself are left out, so that its own slips disturb no trial.

A trial's evidence is what stands against the slip: the origins beside its own that state the very same value under the
same condition (two or more, or one); figures of its own article; or nothing but what the attribute can be.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from gold_claims import gold_readings  # noqa: E402
from spoilers import KINDS, OWN, Key, Slip, Target, chip_name, told_change  # noqa: E402

from pipeline.fuse import build_table  # noqa: E402
from pipeline.fuse.finds import source_of  # noqa: E402
from pipeline.fuse.material import Material, prepare  # noqa: E402
from pipeline.fuse.observe import Amount  # noqa: E402
from pipeline.fuse.opened import OpenTable, digest  # noqa: E402
from pipeline.model import Digest, Flag, Modality, Reading, Severity  # noqa: E402
from pipeline.rulebook import Rulebook, load  # noqa: E402

EVIDENCE = ("two others", "one other", "own figures", "alone")
BY_OTHERS = ("alone", "one other", "two others")


def targets(material: Material, flagged: frozenset[Key]) -> list[Target]:
    """Every unflagged claim that is a fact, with the number of other origins that state its value."""
    found = []
    for conditions in material.groups.values():
        for members in conditions.values():
            for one in members:
                if (one.claim.article, one.claim.id) in flagged or one.claim.modality is Modality.NEGATED:
                    continue
                same = {o.origin for o in members if o.origin != one.origin and material.judge.same(o, one)}
                found.append(Target(one.at, one, len(same)))
    return sorted(found, key=lambda target: target.found.order)


def kinsfolk(found: Sequence[Target]) -> Iterator[Target]:
    """One target an article and subject, with as many others as share a second number of two digits with it: one equal
    number alone does not tell a slip of the name from a sibling.
    """
    held: dict[tuple[int, str], list[Target]] = defaultdict(list)
    for target in found:
        measure = target.found.measure
        telling = isinstance(measure, Amount) and measure.point is not None and measure.point >= 10
        held[target.at, target.found.claim.subject].append(target._replace(others=target.others if telling else 0))
    for members in held.values():
        ranked = sorted({t.found.claim.attribute: t.others for t in members}.values(), reverse=True)
        yield members[0]._replace(others=(*ranked, 0)[1])


def unflagged(readings: Sequence[Reading], rulebook: Rulebook) -> list[Reading]:
    """The readings without the claims flagged above info, so that no slip of the corpus' own disturbs the trials."""
    flags = build_table(readings, rulebook).flags
    bad = {(f.article, f.claim) for f in flags if f.severity is not Severity.INFO}
    return [
        r.model_copy(update={"claims": tuple(c for c in r.claims if (c.article, c.id) not in bad)}) for r in readings
    ]


class Outcome(NamedTuple):
    """One trial: its kind and evidence, the gravest new flag on the spoilt claims, and new flags on untouched ones."""

    kind: str
    evidence: str
    found: Severity | None
    collateral: list[Flag]
    said: str


def flags_of(flags: Iterable[Flag]) -> Counter[tuple[str, str, str, str]]:
    return Counter((flag.article, flag.claim, flag.kind, flag.severity.value) for flag in flags)


def trial(
    rulebook: Rulebook, slip: Slip, before: Counter[tuple[str, str, str, str]], digests: Mapping[int, Digest]
) -> tuple[Severity | None, list[Flag]]:
    """The gravest new flag on the spoilt claims, and new flags above info on claims of other articles. ``digests`` are
    those of the unspoilt readings, by identity: most of the work is in reading a text, and only one has changed.
    """
    new = []
    left = Counter(before)
    for flag in OpenTable([digests.get(id(reading), reading) for reading in slip.readings], rulebook).flags:
        key = (flag.article, flag.claim, flag.kind, flag.severity.value)
        left[key] -= 1
        if left[key] < 0:
            new.append(flag)
    articles = {article for article, _ in slip.claims}
    hits = [
        f
        for f in new
        if (f.article, f.claim) in slip.claims or (f.article in articles and (f.kind == "name_slip" or not f.claim))
    ]
    order = (Severity.INFO, Severity.WARNING, Severity.ERROR)
    gravest = max((hit.severity for hit in hits), key=order.index, default=None)
    others = [f for f in new if f not in hits and f.severity is not Severity.INFO]
    return gravest, others


def trials(
    readings: Sequence[Reading], rulebook: Rulebook, most: int, seed: int, kinds: Sequence[str] = tuple(KINDS)
) -> Iterator[Outcome]:
    """Up to ``most`` trials of every kind and evidence, the same for the same seed."""
    readings = unflagged(readings, rulebook)
    base = build_table(readings, rulebook)
    before = flags_of(base.flags)
    sources = [source_of(reading, rulebook) for reading in readings]
    material = prepare(sources, rulebook)
    by_source = {id(source): reading for source, reading in zip(sources, readings, strict=True)}
    spoilers = {
        **KINDS,
        "told change": told_change(rulebook.suspects.arithmetic),
        "chip name": chip_name(material.names.known),
    }
    readings = [by_source[id(source)] for source in material.sources]
    found = targets(material, frozenset((f.article, f.claim) for f in base.flags))
    digests = {id(reading): digest(reading, rulebook) for reading in readings}
    for kind in kinds:
        spoil = spoilers[kind]
        rng = random.Random(f"{seed} {kind}")
        classes: dict[str, list[Slip]] = defaultdict(list)
        pool = list(kinsfolk(found)) if kind == "chip name" else found
        for target in rng.sample(pool, len(pool)):
            evidence = "own figures" if kind in OWN else BY_OTHERS[min(target.others, 2)]
            slip = spoil(readings, target, rng) if len(classes[evidence]) < most else None
            if slip is not None:
                said = f"{target.found.claim.subject} {target.found.claim.attribute} {slip.said}"
                classes[evidence].append(slip._replace(said=said))
        for evidence in EVIDENCE:
            for slip in classes[evidence]:
                yield Outcome(kind, evidence, *trial(rulebook, slip, before, digests), slip.said)


def table(outcomes: Sequence[Outcome]) -> Iterator[str]:
    """The outcomes as a Markdown table: flagged at all, above info, trials; by kind and evidence."""
    yield f"| slip | {' | '.join(EVIDENCE)} |"
    yield "|---|" + "---|" * len(EVIDENCE)
    for kind in (*KINDS, "all"):
        cells = []
        for evidence in EVIDENCE:
            mine = [o for o in outcomes if kind in (o.kind, "all") and o.evidence == evidence]
            hit, firm = (sum(o.found not in none for o in mine) for none in ({None}, {None, Severity.INFO}))
            cells.append(f"{hit} ({firm}) of {len(mine)}" if mine else "–")
        yield f"| {kind} | {' | '.join(cells)} |"


def expected(folders: Iterable[Path]) -> set[Key]:
    """(article, kind) and (article, stated words) of the flags that the corpora list as right."""
    files = [folder / "gold" / "flags.jsonl" for folder in folders]
    rows = [json.loads(line) for path in files if path.is_file() for line in path.read_text("utf-8").splitlines()]
    return {(row["article"], row[key]) for row in rows for key in ("kind", "stated") if row.get(key)}


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="*", type=Path, metavar="FOLDER")
    parser.add_argument("--trials", type=int, default=40, help="at most so many a kind and evidence")
    parser.add_argument("--seed", type=int, default=5)
    parser.add_argument("--kinds", nargs="+", choices=tuple(KINDS), default=tuple(KINDS), metavar="NAME")
    parser.add_argument("--missed", action="store_true", help="also list slips with two others that were not flagged")
    args = parser.parse_args(arguments)
    shared = ROOT.parent / "shared"
    found = [folder for folder in (shared / "articles", shared / "seeds") if folder.is_dir()]
    folders = args.folders or [*found, ROOT / "corpus", ROOT / "benchmarks" / "slips"]
    rulebook = load()
    readings = [reading for folder in folders for reading in gold_readings(folder, rulebook)]
    claims = sum(len(reading.claims) for reading in readings)
    print(f"{len(readings)} articles, {claims} gold claims\n")
    outcomes = list(trials(readings, rulebook, args.trials, args.seed, args.kinds))
    print("\n".join(table(outcomes)))
    aside = [(o, flag) for o in outcomes for flag in o.collateral]
    print(f"\n{len(outcomes)} slips; flags above info that a slip brought upon claims beside it: {len(aside)}")
    flags = [flag for flag in build_table(readings, rulebook).flags if flag.severity is not Severity.INFO]
    known = expected(folders)
    print(f"\nUnplanted: {len(flags)} flags above info on {claims} claims; those that the gold does not list:")
    for flag in flags:
        if not {(flag.article, flag.kind), (flag.article, flag.stated)} & known:
            print(f"- {flag.kind} {flag.severity.value}: {flag.article}: {flag.subject} {flag.attribute} {flag.stated}")
    if args.missed:
        print("\nMissed:")
        for o in outcomes:
            if o.found in (None, Severity.INFO) and o.evidence != "alone":
                print(f"- {o.kind}, {o.evidence}: {o.said} ({o.found.value if o.found else 'nothing'})")
        for o, flag in aside:
            print(
                f"- beside {o.kind} {o.said}: {flag.kind} {flag.article} {flag.subject} {flag.attribute} {flag.stated}"
            )


if __name__ == "__main__":
    main()
