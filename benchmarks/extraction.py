"""CPU of the whole extraction against spaCy's bare tokenizer on the same texts, in one process.

    python benchmarks/extraction.py [FOLDER_OR_FILE ...]

Without arguments the articles of ``corpus/articles`` are read. Reading files, cutting blocks and start-up do not count;
each figure is the best of several rounds, taken in turn, so that a busy machine slows both alike.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path

import spacy

from pipeline.extract import Extractor
from pipeline.ingest import read_inputs
from pipeline.model import Article
from pipeline.rulebook import load

ROUNDS = 7


def cpu(work: Callable[[], object]) -> float:
    """Seconds of CPU that one call takes."""
    start = time.process_time()
    work()
    return time.process_time() - start


def main(arguments: list[str]) -> None:
    inputs = arguments or [str(Path(__file__).resolve().parents[1] / "corpus" / "articles")]
    rulebook = load()
    articles = [a for a in read_inputs(inputs, rulebook) if isinstance(a, Article)]
    characters = sum(len(a.text) for a in articles)
    bare = spacy.blank("en")
    extractor = Extractor(rulebook)
    jobs: dict[str, Callable[[], object]] = {
        "spaCy's bare tokenizer": lambda: [bare.make_doc(a.text) for a in articles],
        "whole extraction": lambda: [extractor.extract(a) for a in articles],
    }
    for work in jobs.values():
        work()
    rounds = [{name: cpu(work) for name, work in jobs.items()} for _ in range(ROUNDS)]
    best = {name: min(r[name] for r in rounds) for name in jobs}
    claims = sum(len(extractor.extract(a).claims) for a in articles)
    print(f"{len(articles)} articles, {characters:,} characters, {claims} claims; best of {ROUNDS} rounds")
    for name, seconds in best.items():
        print(f"{name:24} {1e4 * seconds / characters * 1e3:7.2f} ms per 10,000 characters")
    tokenizer, extraction = best.values()
    print(f"ratio {extraction / tokenizer:.2f}")


if __name__ == "__main__":
    main(sys.argv[1:])
