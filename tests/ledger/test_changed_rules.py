"""Rules or program changed: what depends on the change is done again, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.api import Pipeline
from pipeline.model import Document
from pipeline.rulebook import Rulebook
from tests.ledger.helpers import NOTE, THIRD, files, ledger


@pytest.mark.parametrize(
    ("touched", "refreshed", "read"),
    [("table", 0, 0), ("extraction", 3, 0), ("reading", 0, 3)],
)
def test_a_change_of_rules_or_program_touches_what_depends_on_it(
    pipeline: Pipeline,
    articles: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    touched: str,
    refreshed: int,
    read: int,
) -> None:
    ledger(tmp_path / "out", pipeline).run([articles])
    before = files(tmp_path / "out")
    later = ledger(tmp_path / "out", pipeline)
    monkeypatch.setattr(later, "_stamps", later._stamps._replace(**{touched: "another"}))
    report = later.run([articles])
    assert report.counts["refreshed"] == refreshed
    assert sum(report.counts[kind] for kind in ("new", "changed", "same")) == read
    assert files(tmp_path / "out") == before


def test_what_is_read_anew_is_not_extracted_twice(
    pipeline: Pipeline, articles: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A new version of the program changes the stamps of all steps; of an archive that takes hours."""
    ledger(tmp_path / "out", pipeline).run([articles])
    later = ledger(tmp_path / "out", pipeline)
    monkeypatch.setattr(later, "_stamps", later._stamps._replace(reading="another", extraction="another"))
    extracted: list[str] = []
    extract = Pipeline.extract
    monkeypatch.setattr(
        Pipeline, "extract", lambda self, article: extracted.append(article.name) or extract(self, article)
    )
    report = later.run([articles / "a.txt", articles / "b.md"])
    assert (report.counts["again"], report.counts["refreshed"], report.given) == (2, 1, 2)
    assert sorted(extracted) == ["a.txt", "b.md", "c.txt"]


def test_documents_of_older_rules_that_were_not_given_are_counted(
    pipeline: Pipeline, articles: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger(tmp_path / "out", pipeline).run([articles])
    later = ledger(tmp_path / "out", pipeline)
    monkeypatch.setattr(later, "_stamps", later._stamps._replace(reading="another"))
    assert later.run([articles / "a.txt"]).counts["outdated"] == 2


def test_reading_asks_only_for_the_rules_of_its_stamp(rulebook: Rulebook, monkeypatch: pytest.MonkeyPatch) -> None:
    """Otherwise a change of the others would leave stale articles in the stores of users."""
    from pipeline.ingest import read_document
    from pipeline.ledger.stamps import READING_SECTIONS
    from pipeline.rulebook.sections import SECTIONS

    asked: set[str] = set()

    class Watched:
        def __getattr__(self, name: str) -> object:
            asked.add(name)
            return getattr(rulebook, name)

    root = Path(__file__).resolve().parents[2]
    for path in sorted((root / "corpus" / "articles").iterdir()):
        document = Document(name=path.name, key="x", data=path.read_bytes())
        read_document(document, Watched())  # type: ignore[arg-type]
    assert asked & {section.field for section in SECTIONS} <= READING_SECTIONS
    assert "reading" in asked


def test_extraction_asks_for_no_rule_of_the_table(rulebook: Rulebook) -> None:
    from pipeline.extract import Extractor
    from pipeline.ingest import read_text
    from pipeline.ledger.stamps import TABLE_SECTIONS

    asked: set[str] = set()

    class Watched:
        def __getattr__(self, name: str) -> object:
            asked.add(name)
            return getattr(rulebook, name)

    extractor = Extractor(Watched())  # type: ignore[arg-type]
    extractor.extract(read_text("a.txt", NOTE + "\n\n" + THIRD, rulebook))
    assert "cues" in asked
    assert not asked & TABLE_SECTIONS
