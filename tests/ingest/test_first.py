from __future__ import annotations

from pathlib import Path

from pipeline.ingest import read_inputs, read_text
from pipeline.model import Article, Rejected
from pipeline.rulebook import Rulebook


def test_blocks_of_a_small_article(rulebook: Rulebook) -> None:
    text = "# A chip\n\nThe new part holds 96 GB of memory and ships in June.\n\nComments\n\nSign in to comment:"
    article = read_text("a.md", text, rulebook)
    kinds = [(b.kind.value, article.quote(b.start, b.end)) for b in article.blocks]
    assert kinds[0] == ("title", "A chip")
    assert kinds[1][0] == "paragraph"
    assert [kind for kind, _ in kinds[2:]] == ["furniture", "furniture"]


def test_missing_file(rulebook: Rulebook, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("The new part holds 96 GB of memory.")
    results = list(read_inputs([str(tmp_path / "b.txt"), str(tmp_path)], rulebook))
    assert isinstance(results[0], Rejected)
    assert isinstance(results[1], Article)
