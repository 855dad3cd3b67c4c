"""The gold claims of the shared articles as one batch: what the table must say of them, checked by hand.

Extraction plays no part here, so that a wrong verdict is a wrong verdict. Needs ../shared.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline.fuse import build_table
from pipeline.model import Article, Block, BlockKind, Claim, Reading, Table, value_from_json
from pipeline.rulebook import Rulebook
from tests.fuse.build import cell, day

A, C, X, D, S = "agreement", "compatible", "explained", "disagreement", "single_source"
EXPECTED: list[tuple[str, str, dict[str, str], str]] = [
    ("AMD Instinct MI300X", "memory_bandwidth", {}, D),
    ("AMD Instinct MI300X", "memory_type", {}, A),
    ("AMD Instinct MI300X", "tdp", {}, A),
    ("AMD Ryzen 9 9950X3D", "clock_frequency", {"kind": "boost"}, A),
    ("AMD Ryzen 9 9950X3D", "tdp", {}, A),
    ("AMD Ryzen 9 9950X3D2", "cache_size", {"level": "L3"}, X),
    ("AMD Ryzen 9 9950X3D2", "clock_frequency", {"kind": "boost"}, A),
    ("AMD Ryzen 9 9950X3D2", "core_count", {"kind": "CPU"}, S),
    ("AMD Ryzen 9 9950X3D2", "release_date", {}, A),
    ("AMD Ryzen 9 9950X3D2", "tdp", {}, A),
    ("Apple M5", "announcement_date", {}, A),
    ("Apple M5", "core_count", {"kind": "GPU"}, A),
    ("Apple M5", "core_count", {"kind": "NPU"}, A),
    ("Apple M5", "memory_bandwidth", {}, A),
    ("Apple M5", "memory_capacity", {}, C),
    ("Apple M5", "performance_ratio", {"baseline": "Apple M1", "metric": "AI"}, S),
    ("Apple M5", "performance_ratio", {"baseline": "Apple M4", "metric": "graphics"}, S),
    ("Apple M5", "performance_ratio", {"baseline": "Apple M4", "metric": "multithreaded CPU"}, C),
    ("GPT-4", "parameter_count", {}, A),
    ("Google TPU v5p", "performance_ratio", {"baseline": "Google TPU v4", "metric": "training"}, C),
    ("MacBook Pro 14-inch", "display_size", {}, A),
    ("Nvidia", "accelerators_per_system", {}, A),
    ("Nvidia B200", "architecture", {}, A),
    ("Nvidia B200", "transistor_count", {}, A),
    ("Nvidia Blackwell", "announcement_date", {}, C),
    ("Nvidia Blackwell", "number_formats", {}, C),
    ("Nvidia DGX SuperPOD", "accelerators_per_system", {"scope": "pod"}, A),
    ("Nvidia DGX SuperPOD", "compute_throughput", {"precision": "FP4"}, A),
    ("Nvidia GB200", "accelerators_per_system", {"scope": "superchip"}, A),
    ("Nvidia H100", "architecture", {}, A),
    ("Nvidia H100", "foundry", {}, A),
    ("Nvidia H100", "memory_bandwidth", {}, C),
    ("Nvidia H100", "memory_type", {}, C),
    ("Nvidia H100", "process_node", {}, A),
    ("Nvidia H200", "memory_type", {}, C),
]

FLAGS: set[tuple[str, str, str, str]] = {
    ("implausible", "error", "Intel Core i9-14900KF", "9,043.92 GHz"),
    ("implausible", "info", "Nvidia Hopper", "15 MW"),
    ("arithmetic", "info", "Nvidia", "~ 2.6 trillion USD"),
    ("arithmetic", "info", "Nvidia", "2.2 trillion USD"),
    ("arithmetic", "warning", "Huawei", "~ 3×"),
    ("baseline_conflict", "info", "Nvidia GB200", "30×"),
    ("baseline_conflict", "info", "Nvidia B200", "≤ 30×"),
    ("baseline_conflict", "info", "Nvidia GB200", "≤ 25×"),
    ("baseline_conflict", "info", "Nvidia B200", "≤ 25×"),
}


def readings(folder: Path) -> list[Reading]:
    gold = [json.loads(line) for line in (folder / "gold.jsonl").read_text(encoding="utf-8").splitlines()]
    made = []
    for line in (folder / "metadata.jsonl").read_text(encoding="utf-8").splitlines():
        meta = json.loads(line)
        text = (folder / "text" / meta["file"]).read_text(encoding="utf-8")
        blocks, at = [], 0
        for row in text.splitlines(keepends=True):
            if row.strip():
                blocks.append(Block(kind=BlockKind.PARAGRAPH, start=at, end=at + len(row.rstrip("\n"))))
            at += len(row)
        article = Article(
            name=meta["file"],
            text=text,
            blocks=tuple(blocks),
            publisher=meta["publisher"],
            published=day(meta["published"]),
            url=meta["url"],
        )
        claims = []
        for number, given in enumerate(g for g in gold if g["article"] == meta["file"]):
            start = text.index(given["quote"])
            claims.append(
                Claim(
                    id=f"{meta['file']}-{number}",
                    article=meta["file"],
                    subject=given["subject"],
                    subject_type="",
                    attribute=given["attribute"],
                    value=value_from_json(given["value"]),
                    qualifiers=given.get("qualifiers", {}),
                    attribution=given.get("attribution", ""),
                    modality=given["modality"],
                    quote=given["quote"],
                    start=start,
                    end=start + len(given["quote"]),
                    value_start=start,
                    value_end=start + len(given["quote"]),
                )
            )
        made.append(Reading(article=article, claims=tuple(claims)))
    return made


@pytest.fixture(scope="module")
def table(shared_dir: Path, rulebook: Rulebook) -> Table:
    return build_table(readings(shared_dir / "articles"), rulebook)


@pytest.mark.parametrize(
    ("subject", "attribute", "condition", "verdict"), EXPECTED, ids=[f"{e[0]} {e[1]} {e[2]}" for e in EXPECTED]
)
def test_cells(table: Table, subject: str, attribute: str, condition: dict[str, str], verdict: str) -> None:
    found = cell(table, subject, attribute, **condition)
    assert found.verdict == verdict, found.reason


def test_flags(table: Table) -> None:
    assert {(f.kind, f.severity.value, f.subject, f.stated) for f in table.flags} == FLAGS


def test_no_two_articles_are_copies_and_one_blog_is_one_voice(table: Table) -> None:
    assert not [row.article for row in table.articles if row.duplicate_of]
    blog = {row.origin for row in table.articles if "vasudev" in row.article}
    assert len(blog) == 1
